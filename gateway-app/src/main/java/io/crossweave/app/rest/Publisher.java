package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.translate.DurabilityAsked;
import io.crossweave.app.translate.PublishAnswer;
import io.crossweave.app.translate.PublishRequest;
import io.crossweave.app.translate.Visibility;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.Durability;
import io.crossweave.core.gateway.DurabilityReached;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.PublishOutcome;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hands changes to the gateway and waits for their commit. */
@Singleton
final class Publisher {
    private final Gateway gateway;

    Publisher(Gateway gateway) {
        this.gateway = gateway;
    }

    /** How many sites there are, this one included. */
    int sites() {
        return 1 + gateway.peers().size();
    }

    PublishAnswer publish(PublishRequest request) {
        return answer(request, begin(request), System.nanoTime());
    }

    CompletableFuture<PublishOutcome> begin(PublishRequest request) {
        return gateway.publish(request.event(), request.precondition()).toCompletableFuture();
    }

    /**
     * Waits for the commit, and for as much durability as the request asks for, as long as it allows.
     *
     * @param begin from when that is counted, by {@link System#nanoTime}: of a batch once for all its items
     */
    PublishAnswer answer(PublishRequest request, CompletableFuture<PublishOutcome> outcome, long begin) {
        Duration commit = Duration.ofMillis(AppLimits.COMMIT_MS_MAX).minusNanos(System.nanoTime() - begin);
        try {
            PublishOutcome ended = outcome.get(Math.max(0, commit.toNanos()), TimeUnit.NANOSECONDS);
            return PublishAnswer.of(
                    request, withoutSecrets(request, ended), gateway.site(), reached(request, ended, begin));
        } catch (TimeoutException e) {
            return new PublishAnswer.Refused(unknownOutcome(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PublishAnswer.Refused(unknownOutcome(request));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a publish failed instead of ending with an outcome", e.getCause());
        }
    }

    private DurabilityReached reached(PublishRequest request, PublishOutcome ended, long begin)
            throws InterruptedException {
        var here = new DurabilityReached(new TreeSet<>(List.of(gateway.site().region())), false);
        DurabilityAsked asked = request.durability();
        if (!(ended instanceof PublishOutcome.Published published) || asked.wanted() instanceof Durability.Local) {
            return here;
        }
        Duration left = asked.timeout().minusNanos(System.nanoTime() - begin);
        try {
            return gateway.awaitDurability(published, asked.wanted(), left.isNegative() ? Duration.ZERO : left)
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for other sites failed", e.getCause());
        }
    }

    /** A failed precondition tells the current version, but not that of a context which callers must not know of. */
    private PublishOutcome withoutSecrets(PublishRequest request, PublishOutcome ended) {
        boolean tellsVersion = ended instanceof PublishOutcome.PreconditionFailed;
        return tellsVersion
                        && gateway.read(request.event().key())
                                .filter(Visibility::isHidden)
                                .isPresent()
                ? new PublishOutcome.PreconditionFailed(VersionVector.EMPTY)
                : ended;
    }

    /** The answer's body, or the problem as an exception. */
    PublishAnswer.Done done(PublishRequest request) {
        return switch (publish(request)) {
            case PublishAnswer.Done done -> done;
            case PublishAnswer.Refused(Problem problem) -> throw new ProblemException(problem);
        };
    }

    private static Problem unknownOutcome(PublishRequest request) {
        return Problem.of(
                        ProblemType.UNAVAILABLE,
                        "it is not known whether event " + request.event().eventId()
                                + " was committed; repeat it with this event id or the same idempotency key")
                .withHeader("Retry-After", "1");
    }
}
