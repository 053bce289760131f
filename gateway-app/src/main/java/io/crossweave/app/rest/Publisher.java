package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.translate.PublishAnswer;
import io.crossweave.app.translate.PublishRequest;
import io.crossweave.app.translate.Visibility;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.PublishOutcome;
import jakarta.inject.Singleton;
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

    PublishAnswer publish(PublishRequest request) {
        return answer(request, begin(request));
    }

    CompletableFuture<PublishOutcome> begin(PublishRequest request) {
        return gateway.publish(request.event(), request.precondition()).toCompletableFuture();
    }

    PublishAnswer answer(PublishRequest request, CompletableFuture<PublishOutcome> outcome) {
        try {
            PublishOutcome ended = outcome.get(AppLimits.COMMIT_MS_MAX, TimeUnit.MILLISECONDS);
            return PublishAnswer.of(request, withoutSecrets(request, ended), gateway.site());
        } catch (TimeoutException e) {
            return new PublishAnswer.Refused(unknownOutcome(request));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PublishAnswer.Refused(unknownOutcome(request));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a publish failed instead of ending with an outcome", e.getCause());
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
