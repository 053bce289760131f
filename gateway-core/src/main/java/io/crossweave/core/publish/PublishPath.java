package io.crossweave.core.publish;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Draft;
import java.util.List;

/**
 * The way of one change through its publishing site: precondition, admission by policy, translation (L4), stamp (L7). It reads the
 * context's state and leaves it unchanged; {@code context} then applies and commits the stamped event.
 */
public final class PublishPath {
    private static final long MS_PER_S = 1_000;

    private final SiteId site;
    private final ReleasePolicy policy;

    public PublishPath(SiteId site, ReleasePolicy policy) {
        this.site = site;
        this.policy = policy;
    }

    /**
     * Stamps a change, or says why not.
     *
     * @param nowMs the site clock
     */
    public Stamping stamp(
            ContextState state, ConflictBook conflicts, ContextEvent change, Precondition precondition, long nowMs) {
        if (!holds(precondition, state, nowMs)) {
            return new Stamping.Refused(unmet(precondition, state, nowMs));
        }
        // Labels stick: what was said of the context once holds for this event as well (L11).
        Labels labels = state.labels().join(change.labels());
        return switch (policy.admit(change.key(), labels)) {
            case SubmissionDecision.Refused(var rule, var reason) ->
                new Stamping.Refused(new PublishOutcome.PolicyRefused(rule, reason));
            case SubmissionDecision.Admitted() -> translate(state, conflicts, change, labels, nowMs);
        };
    }

    /** Stamps a change of a context that has no conflicts. */
    public Stamping stamp(ContextState state, ContextEvent change, Precondition precondition, long nowMs) {
        return stamp(state, new ConflictBook(state.key()), change, precondition, nowMs);
    }

    private static boolean holds(Precondition precondition, ContextState state, long nowMs) {
        return switch (precondition) {
            case Precondition.None() -> true;
            // Expiring makes no new version: who names this one may have seen what is gone.
            case Precondition.Matches(VersionVector version, long restatements) ->
                version.equals(state.vector())
                        && (restatements == Precondition.Matches.ANY
                                || restatements == state.projections().restatements())
                        && !state.isExpiredAt(nowMs);
            case Precondition.Absent() -> state.documentAt(nowMs) == null;
            case Precondition.Exists() -> state.documentAt(nowMs) != null;
        };
    }

    private static PublishOutcome unmet(Precondition precondition, ContextState state, long nowMs) {
        if (precondition instanceof Precondition.Exists) {
            return new PublishOutcome.NotFound();
        }
        return state.isExpiredAt(nowMs)
                ? new PublishOutcome.PreconditionFailed(VersionVector.EMPTY)
                : new PublishOutcome.PreconditionFailed(
                        state.vector(), state.projections().restatements());
    }

    private Stamping translate(
            ContextState state, ConflictBook conflicts, ContextEvent change, Labels labels, long nowMs) {
        Stamp stamp = nextStamp(state, change.eventId(), nowMs);
        Lifetime lifetime = lifetime(state, change, stamp.hlc(), nowMs);
        var draft = new Draft(state, stamp.dot(), stamp.hlc());
        try {
            if (lifetime.beginsAnew()) {
                draft.removeAtOrBelow(JsonPointer.ROOT);
            }
            new Translator(draft, conflicts, policy).translate(change.payload());
            EventBounds.require(draft.additions(), draft.removals());
        } catch (InvalidChangeException e) {
            return new Stamping.Refused(new PublishOutcome.Invalid(List.of(e.violation())));
        } finally {
            draft.rollback();
        }
        return new Stamping.Stamped(new StampedEvent(
                change.key(),
                stamp,
                typeOf(change.payload()),
                draft.additions(),
                draft.removals(),
                List.of(),
                labels,
                change.provenance(),
                change.bodyHash(),
                lifetime,
                state.type().version()));
    }

    /**
     * When the context is to expire after this event. One that creates it again says so itself: what was to expire is not there any more,
     * and what is new must not go with it (L16).
     */
    private static Lifetime lifetime(ContextState state, ContextEvent change, Hlc hlc, long nowMs) {
        if (change.payload() instanceof Payload.Deletion) {
            return Lifetime.UNCHANGED;
        }
        Expiry before = state.expiry();
        long endedAtMs = before != null && state.isExpiredAt(nowMs) ? before.atMs() : Lifetime.UNTOLD;
        boolean deleted = state.deleteStamp() != null && state.document() == null;
        boolean again = endedAtMs != Lifetime.UNTOLD || (before != null && deleted);
        long ttlS = change.ttlS() > 0 ? change.ttlS() : state.type().ttlS();
        long otherwise = again ? Lifetime.NEVER : Lifetime.UNTOLD;
        return new Lifetime(ttlS > 0 ? hlc.millis() + ttlS * MS_PER_S : otherwise, endedAtMs);
    }

    /** The stamp of this site's next event: later than everything that was applied to the context (L7). */
    public Stamp nextStamp(ContextState state, String eventId, long nowMs) {
        Hlc hlc = Hlc.ofMillis(nowMs).max(state.greatestHlc()).tick();
        var dot = new Dot(site, state.vector().get(site) + 1);
        return new Stamp(dot, state.vector(), hlc, eventId);
    }

    private static EventType typeOf(Payload payload) {
        return switch (payload) {
            case Payload.State _ -> EventType.STATE;
            case Payload.Delta _ -> EventType.DELTA;
            case Payload.Merge _ -> EventType.DELTA;
            case Payload.Deletion _ -> EventType.DELETED;
            case Payload.Reconciliation _, Payload.Verdict _, Payload.Choice _ -> EventType.RECONCILIATION;
        };
    }
}
