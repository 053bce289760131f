package io.crossweave.core.context;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.RestatedState;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.LogRecord;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Policies of peers that change (L11). A restatement says what this site may hold of a peer's dots: what else it holds of them goes at
 * once from state, history and inbox, and what an older policy released is refused from then on.
 */
final class PeerRestatements {
    /**
     * What became of a restatement.
     *
     * @param done false where it has to come again
     * @param retracts whether something that was held here no longer is
     */
    record Taken(boolean done, boolean changed, boolean retracts, List<StampedEvent> filled) {
        static final Taken NOT_NOW = new Taken(false, false, false, List.of());
        static final Taken NEVER = new Taken(true, false, false, List.of());
    }

    private final LaneSettings settings;
    private final ContextRows rows;
    private final LaneInbox inbox;
    private final LaneQuarantine quarantine;
    private final DeclinedHoles declined;

    PeerRestatements(LaneSettings settings, ContextRows rows, ArrivedItems.Waiting waiting) {
        this.settings = settings;
        this.rows = rows;
        this.inbox = waiting.inbox();
        this.quarantine = waiting.quarantine();
        this.declined = waiting.declined();
    }

    /**
     * Whether what a policy of a peer released may still be taken: a higher epoch counts from the first time it is seen, a lower one has
     * to come again as the policy of now releases it.
     *
     * @param projectionEpoch 0 where it is not known any more
     */
    boolean admits(LaneStep step, ContextState state, SiteId origin, long projectionEpoch) {
        if (projectionEpoch == 0) {
            return true;
        }
        if (projectionEpoch < state.projections().epochOf(origin.region())) {
            return false;
        }
        if (state.projections().raise(origin.region(), projectionEpoch)) {
            rows.putProjections(step.batch(), state);
        }
        return true;
    }

    /** A context that this site can't take as it is configured: what it keeps of it unread goes, the rest waits at the origin. */
    boolean ofUnknownType(LaneStep step, SiteId origin, Restatement restatement) {
        if (restatement.site().region().equals(origin.region())) {
            quarantine.drop(step, restatement.key(), origin.region());
        }
        return false;
    }

    Taken take(LaneStep step, SiteId origin, Restatement told, ContextState state) {
        String region = origin.region();
        // What was given up here for good does not come back by a wider policy.
        Restatement restatement = told.withholding(declined.of(told.key(), told.site()));
        if (!restatement.site().region().equals(region)) {
            // Only a dot's origin says what a destination holds of it (L9).
            step.then(new AfterCommit.Alarm("not its origin", region + " restated dots of " + restatement.site()));
            return Taken.NEVER;
        }
        if (isAhead(restatement, step.nowMs()) || !admits(step, state, origin, restatement.projectionEpoch())) {
            return Taken.NOT_NOW;
        }
        boolean gap = dropWaiting(step, restatement, region);
        RestatedState restated = state.restate(restatement, step.changes(state.key()));
        if (restatement.hidesSomething()) {
            forgetConflicts(step, state, restatement);
            step.touch(state);
            var listed = new TreeMap<Long, List<Integer>>();
            restatement.events().forEach(event -> listed.put(event.dot().counter(), event.hidden()));
            step.rewriteHistory(state.key(), item -> restated(step, item, restatement, listed));
        }
        findConflicts(step, state, restatement, restated.added());
        long delivered = state.vector().get(restatement.site());
        // What was dropped unread at a start before this one is missing as well, and nothing tells of it any more.
        long sendFrom = gap || delivered < restatement.lastCounter() ? delivered + 1 : 0;
        answer(step, state, restatement, sendFrom);
        if (restated.changed()) {
            step.touch(state);
            rows.putProjections(step.batch(), state);
            step.then(new AfterCommit.Restated(
                    state.key(), region, restatement.projectionEpoch(), restated.dropped(), restated.restored()));
        }
        return new Taken(true, restated.changed(), restated.dropped() > 0, restated.filled());
    }

    /** What it fills would move this site's clock values (L7). */
    private static boolean isAhead(Restatement restatement, long nowMs) {
        return restatement.events().stream()
                .anyMatch(event -> event.stamp().hlc().millis() > nowMs + Limits.DRIFT_MS_MAX);
    }

    /** What waits here as an older policy released it is dropped; true where there was any, so that it has to be sent again. */
    private boolean dropWaiting(LaneStep step, Restatement restatement, String region) {
        boolean any = quarantine.drop(step, restatement.key(), region);
        for (CausalItem older : inbox.below(restatement.key(), region, restatement.projectionEpoch())) {
            if (declined.covers(older)) {
                continue; // an empty form of this site's own: nobody sends it again
            }
            inbox.remove(older);
            rows.deleteInbox(step.batch(), older);
            any = true;
        }
        return any;
    }

    /** What is here only now is in conflict with what it would have been in conflict with, had it come in its turn. */
    private static void findConflicts(LaneStep step, ContextState state, Restatement restatement, List<Entry> added) {
        if (added.isEmpty()) {
            return;
        }
        ConflictBook book = step.conflicts(state);
        var stamps = new TreeMap<Dot, Stamp>();
        restatement.events().forEach(event -> stamps.put(event.dot(), event.stamp()));
        for (Entry entry : added) {
            book.filled(
                    state, entry, requireNonNull(stamps.get(entry.id().dot())).depends());
        }
    }

    /** Conflicts keep the values of both sides, also when they are settled. */
    private static void forgetConflicts(LaneStep step, ContextState state, Restatement restatement) {
        ConflictBook book = step.conflicts(state);
        for (Dot delete : book.deletes()) {
            if (restatement.hides(EntryId.wholeDot(delete))) {
                book.withdrawDelete(delete);
            }
        }
        for (ConflictRecord conflict : book.all()) {
            for (ConflictSide side : List.of(conflict.left(), conflict.right())) {
                for (ConflictPart part : side.parts()) {
                    var id = new EntryId(side.dot(), part.ordinal());
                    boolean forgets = side.dot().site().equals(restatement.site())
                            && restatement.forgets(side.dot().counter());
                    if (forgets || restatement.hides(id)) {
                        book.withdraw(id);
                    }
                }
            }
        }
    }

    /** An item of history as it may be held now. What was placed there as an empty dot stays one: history tells what was applied. */
    private static CausalItem restated(
            LaneStep step, CausalItem item, Restatement restatement, SortedMap<Long, List<Integer>> hidden) {
        if (!(item instanceof StampedEvent event) || !event.dot().site().equals(restatement.site())) {
            return item;
        }
        long counter = event.dot().counter();
        CausalItem now = event;
        if (restatement.forgets(counter)) {
            now = event.withheld();
        } else if (!event.hidden().containsAll(hidden.getOrDefault(counter, List.of()))) {
            now = Projection.of(event, hidden.getOrDefault(counter, List.of()));
        }
        if (!now.equals(event)) {
            forgetBody(step, event);
        }
        return now;
    }

    /** The hash of what a client sent covers what is no longer held: with it a guess could be confirmed. */
    private static void forgetBody(LaneStep step, StampedEvent event) {
        String eventId = event.stamp().eventId();
        EventIdRecord known = step.eventId(event.key(), eventId);
        if (known != null && known.dot().equals(event.dot())) {
            step.putEventId(
                    event.key(),
                    eventId,
                    new EventIdRecord(known.twins(), BodyHash.UNKNOWN, known.version(), known.created()));
        }
    }

    private void answer(LaneStep step, ContextState state, Restatement restatement, long sendFrom) {
        var answer = new RestatementApplied(
                state.key(),
                restatement.site(),
                restatement.fromCounter(),
                restatement.lastCounter(),
                restatement.projectionEpoch(),
                sendFrom);
        var record = new LogRecord.Restated(step.nowMs(), restatement.site().region(), answer);
        step.log(state.type().tier(), record, null, state);
    }

    /** A sharer has carried out a restatement of this site. */
    void answered(LaneStep step, SiteId from, RestatementApplied answer, ContextState state) {
        if (!answer.site().region().equals(settings.site().region())) {
            return;
        }
        step.then(new AfterCommit.RestatementConfirmed(from.region(), answer));
        long last = state.vector().get(answer.site());
        if (answer.sendFrom() > 0 && answer.sendFrom() <= last && state.sharesWith(from.region())) {
            long ownNumber = state.vector().countOf(settings.site().region());
            // Where earlier incarnations have dots in between, all are sent again: what is here already is known by its
            // dot.
            long sendFrom = ownNumber == last ? answer.sendFrom() : 1;
            var record = new LogRecord.SendAgain(answer.key(), step.nowMs(), from.region(), sendFrom, ownNumber);
            step.log(state.type().tier(), record, null, state);
        }
    }
}
