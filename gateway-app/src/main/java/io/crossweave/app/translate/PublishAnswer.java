package io.crossweave.app.translate;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.causality.VersionToken;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Payload;
import io.crossweave.core.gateway.DurabilityReached;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;

/** What is told of a publish. */
public sealed interface PublishAnswer {
    /** Committed; {@code created} where the context was not visible before. */
    record Done(ContextKey key, JsonObject body, String entityTag, boolean created, boolean replayed)
            implements PublishAnswer {}

    record Refused(Problem problem) implements PublishAnswer {}

    /**
     * How a publish ended.
     *
     * @param reached where a published change is committed
     */
    static PublishAnswer of(PublishRequest request, PublishOutcome outcome, SiteId site, DurabilityReached reached) {
        return switch (outcome) {
            case PublishOutcome.Published published -> done(published, site, reached);
            case PublishOutcome.WrongSite(String home) ->
                new Refused(Problem.of(ProblemType.WRONG_SITE, "this is done at site " + home + " only")
                        .withSites(List.of(new Problem.OtherSite(home, ""))));
            case PublishOutcome.Invalid(List<PublishOutcome.Violation> violations) -> new Refused(invalid(violations));
            case PublishOutcome.PolicyRefused(String rule, String reason) ->
                new Refused(Problem.of(ProblemType.POLICY_REFUSED, reason).withRule(rule));
            case PublishOutcome.PreconditionFailed failed -> new Refused(unmet(request, failed));
            case PublishOutcome.NotFound() ->
                new Refused(unmet(request, new PublishOutcome.PreconditionFailed(VersionVector.EMPTY)));
            case PublishOutcome.EventIdReused() ->
                new Refused(Problem.of(
                        ProblemType.EVENT_ID_REUSED,
                        "this event id, or idempotency key, was used for another body in this context"));
            case PublishOutcome.UnknownType() ->
                new Refused(unknownType(request.event().key().type()));
            case PublishOutcome.Busy(long retryAfterMs) -> new Refused(busy(retryAfterMs));
            case PublishOutcome.Unavailable(String reason) ->
                new Refused(Problem.of(ProblemType.UNAVAILABLE, reason).withHeader("Retry-After", "1"));
        };
    }

    static Problem unknownType(String type) {
        return Problem.of(
                ProblemType.UNKNOWN_CONTEXT_TYPE, "context type '" + type + "' is not configured at this site");
    }

    private static Done done(PublishOutcome.Published published, SiteId site, DurabilityReached reached) {
        ContextKey key = published.key();
        String version = VersionToken.encode(key, published.version());
        JsonObject body = JsonObject.of(
                        "eventId", new JsonString(published.eventId()),
                        "contextId", new JsonString(key.id()),
                        "type", new JsonString(key.type()))
                .with("contextVersion", new JsonString(version))
                .with("hlc", new JsonString(published.hlc().toString()))
                .with("durability", new JsonString(durability(reached)))
                .with("site", new JsonString(site.region()));
        if (reached.all() || reached.sites().size() > 1) {
            List<JsonValue> regions = new ArrayList<>();
            reached.sites().forEach(region -> regions.add(new JsonString(region)));
            body = body.with("sites", JsonArray.of(regions));
        }
        return new Done(key, body, '"' + version + '"', published.created(), published.replayed());
    }

    private static String durability(DurabilityReached reached) {
        if (reached.all()) {
            return "all";
        }
        int sites = reached.sites().size();
        return sites > 1 ? "sites=" + sites : "local";
    }

    /** A deletion that only demands something to delete finds nothing; everything else fails its precondition. */
    private static Problem unmet(PublishRequest request, PublishOutcome.PreconditionFailed failed) {
        boolean nothingToDelete = request.event().payload() instanceof Payload.Deletion
                && request.precondition() instanceof Precondition.Exists;
        return nothingToDelete
                ? Problem.of(ProblemType.NOT_FOUND, "there is no such context")
                : Preconditions.failed(request.event().key(), failed.current(), failed.restatements());
    }

    private static Problem invalid(List<PublishOutcome.Violation> violations) {
        String first = violations.isEmpty()
                ? "the change does not fit the context"
                : violations.getFirst().pointer() + ": " + violations.getFirst().detail();
        return Problem.of(ProblemType.INVALID_CHANGE, first)
                .withErrors(violations.stream()
                        .map(violation -> new Problem.Fault(violation.pointer(), violation.detail()))
                        .toList());
    }

    private static Problem busy(long retryAfterMs) {
        long seconds = Math.max(1, Math.ceilDiv(retryAfterMs, 1_000));
        return Problem.of(ProblemType.BUSY, "too many changes wait at this site; try again in " + retryAfterMs + " ms")
                .withHeader("Retry-After", Long.toString(seconds));
    }
}
