package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.translate.EntityTags;
import io.crossweave.app.translate.HeaderPointers;
import io.crossweave.app.translate.ReadQuery;
import io.crossweave.app.translate.RequestHeaders;
import io.crossweave.app.translate.Visibility;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads of one context. */
@Singleton
final class ContextReads {
    private static final String ACCEPT_PATCH = "application/json-patch+json, application/merge-patch+json";

    private final Gateway gateway;
    private final Freshness freshness;

    ContextReads(Gateway gateway, Freshness freshness) {
        this.gateway = gateway;
        this.freshness = freshness;
    }

    /** The site that has to answer a read, where it is another one. */
    Optional<String> elsewhere(ContextKey key, ReadQuery query) {
        if (query.consistency() != ReadQuery.Consistency.HOME) {
            return Optional.empty();
        }
        ContextType type = gateway.contextType(key.type()).orElseThrow(() -> new ProblemException(absent()));
        if (!type.hasHomeSite()) {
            throw ProblemException.of(
                    ProblemType.MALFORMED_REQUEST,
                    "consistency=home: context type '" + key.type() + "' has no home site");
        }
        return Optional.of(type.homeSite())
                .filter(home -> !home.equals(gateway.site().region()));
    }

    Response read(ContextKey key, RequestHeaders headers, ReadQuery query) {
        ContextType type = gateway.contextType(key.type()).orElseThrow(() -> new ProblemException(absent()));
        if (query.consistency() == ReadQuery.Consistency.BOUNDED) {
            awaitFreshness(key, type, query);
        }
        Optional<ContextView> view =
                query.atLeast() == null ? gateway.read(key) : readAtLeast(key, query.atLeast(), query);
        ContextView shown = visible(view);
        JsonObject document = shown.document();
        if (document == null) {
            throw new ProblemException(absent().withHeader("ETag", EntityTags.of(shown)));
        }
        String ifNoneMatch = headers.get("If-None-Match");
        boolean unchanged = ifNoneMatch != null && names(ifNoneMatch, shown);
        Response.ResponseBuilder response = unchanged ? Response.status(304) : Answers.json(200, document);
        return described(response, shown, freshness.of(type.tier())).build();
    }

    /** Whether this site may say that the context was ever there. */
    boolean isKnown(ContextKey key) {
        return gateway.contextType(key.type()).isPresent()
                && gateway.read(key).filter(view -> !Visibility.isHidden(view)).isPresent();
    }

    /** The view, deletions included; what this site may show nothing of is not there. */
    private static ContextView visible(Optional<ContextView> view) {
        return view.filter(seen -> !Visibility.isHidden(seen)).orElseThrow(() -> new ProblemException(absent()));
    }

    /** What is read afterwards is no further behind than what was found here. */
    private void awaitFreshness(ContextKey key, ContextType type, ReadQuery query) {
        long begin = System.nanoTime();
        while (!freshness.isWithin(type.tier(), query.maxStalenessMs())) {
            Duration left = query.timeout().minusNanos(System.nanoTime() - begin);
            if (left.isNegative() || left.isZero()) {
                if (query.onTimeout() == ReadQuery.OnTimeout.STALE) {
                    return;
                }
                throw new ProblemException(withVersion(
                        Problem.of(
                                ProblemType.TOO_STALE,
                                "this site was further behind than " + query.maxStalenessMs() + " ms for "
                                        + query.timeout().toMillis() + " ms"),
                        gateway.read(key)));
            }
            long look = Duration.ofMillis(AppLimits.STALENESS_LOOK_MS).toNanos();
            LockSupport.parkNanos(Math.min(look, left.toNanos()));
        }
    }

    private Optional<ContextView> readAtLeast(ContextKey key, VersionVector version, ReadQuery query) {
        long begin = System.nanoTime();
        boolean reached = wait(gateway.await(key, version, query.timeout()).toCompletableFuture(), query.timeout());
        Optional<ContextView> view = gateway.read(key);
        if (reached && view.isPresent() && Visibility.isHidden(view.get())) {
            // Whether a context is hidden here or unknown must not be told by how long the answer takes.
            wait(new CompletableFuture<>(), query.timeout().minusNanos(System.nanoTime() - begin));
            reached = false;
        }
        if (!reached && query.onTimeout() == ReadQuery.OnTimeout.FAIL) {
            throw new ProblemException(notReached(view, query.timeout()));
        }
        return view;
    }

    /** False where the time is over first. */
    private static boolean wait(CompletableFuture<Boolean> reached, Duration timeout) {
        try {
            return reached.get(Math.max(0, timeout.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a version failed", e.getCause());
        }
    }

    private static Problem notReached(Optional<ContextView> view, Duration timeout) {
        Problem problem = Problem.of(
                ProblemType.VERSION_NOT_REACHED,
                "this site has not applied the version within " + timeout.toMillis() + " ms");
        return withVersion(problem, view);
    }

    private static Problem withVersion(Problem problem, Optional<ContextView> view) {
        return view.filter(seen -> !Visibility.isHidden(seen))
                .map(seen -> problem.withHeader("ETag", EntityTags.of(seen)))
                .orElse(problem);
    }

    /** {@code If-None-Match} compares weakly (RFC 9110, 13.1.2). */
    private static boolean names(String ifNoneMatch, ContextView view) {
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        String token = EntityTags.token(view);
        return EntityTags.list("If-None-Match", ifNoneMatch).stream()
                .anyMatch(tag -> tag.token().equals(token));
    }

    private Response.ResponseBuilder described(
            Response.ResponseBuilder response, ContextView view, Freshness.Snapshot fresh) {
        response.header("Context-Version", VersionToken.encode(view.key(), view.version()))
                .header("ETag", EntityTags.of(view))
                .header("Context-Site", gateway.site().region())
                .header(
                        "Context-Updated-At",
                        Instant.ofEpochMilli(view.updatedAt().millis()))
                .header("Context-Partitioned", fresh.isPartitioned())
                .header("Vary", "Authorization, Accept")
                .header("Cache-Control", "private, no-cache")
                .header("Accept-Patch", ACCEPT_PATCH);
        fresh.stalenessMs().ifPresent(ms -> response.header("Context-Staleness-Ms", ms));
        // A header that is set to null is not sent.
        return response.header("Context-Protected", concealed(view.concealment()))
                .header("Context-Provisional", HeaderPointers.provisional(view));
    }

    private static @Nullable String concealed(Concealment concealment) {
        return switch (concealment) {
            case NOTHING -> null;
            case ENTRIES -> "*;how=drop";
            case EVENTS -> "*;how=withheld";
        };
    }

    private static Problem absent() {
        return Problem.of(ProblemType.NOT_FOUND, "there is no such context");
    }
}
