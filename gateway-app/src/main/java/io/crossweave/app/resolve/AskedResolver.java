package io.crossweave.app.resolve;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.document.JsonValue;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.ConflictResolver;
import io.crossweave.core.spi.ContestedPath;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A resolver at work: each question has a thread of its own, which is interrupted when the time is over. Code that goes on all the same keeps
 * its place, so that no more than so many threads are ever lost to it.
 */
final class AskedResolver {
    private final ConflictResolver resolver;
    private final Semaphore places = new Semaphore(Limits.RESOLVER_ASKED_MAX);

    AskedResolver(ConflictResolver resolver) {
        this.resolver = resolver;
    }

    /** Its answer; empty where it does not decide. */
    Optional<JsonValue> ask(ContestedPath question, long timeLimitMs) throws ResolverFailure, InterruptedException {
        if (!places.tryAcquire()) {
            throw new ResolverFailure("does not end " + Limits.RESOLVER_ASKED_MAX + " calls that were given up");
        }
        var task = new FutureTask<>(() -> requireNonNull(resolver.resolve(question)));
        // No virtual thread: foreign code may compute for as long as it likes, and others need the carriers.
        Thread.ofPlatform().daemon().name("resolver-" + resolver.name()).start(() -> {
            try {
                task.run();
            } finally {
                places.release();
            }
        });
        try {
            return task.get(timeLimitMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ResolverFailure("gave no answer within " + timeLimitMs + " ms", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ResolverFailure said ? said : new ResolverFailure("failed", e.getCause());
        } finally {
            task.cancel(true);
        }
    }
}
