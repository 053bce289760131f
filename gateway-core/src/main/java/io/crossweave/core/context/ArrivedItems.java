package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.InboxItem;
import io.crossweave.core.stored.ReturnedItem;
import io.crossweave.core.wire.ItemCodec;
import java.util.ArrayList;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Items of peers: applied once, after all they depend on; until then they wait in the inbox. */
final class ArrivedItems {
    /** A dot that gives way to another of the same client event, of which one has just come. */
    private record Losing(Dot dot, Dot arrived) {}

    /** Where what can't be applied now is kept. */
    record Waiting(LaneInbox inbox, LaneQuarantine quarantine, DeclinedHoles declined, LaneReturns returns) {}

    private final LaneSettings settings;
    private final ContextRows rows;
    private final LoadedContexts contexts;
    private final LaneInbox inbox;
    private final LaneQuarantine quarantine;
    private final DeclinedHoles declined;
    private final LaneReturns returns;
    private final Sharing sharing;
    private final OwnEvents ownEvents;
    private final ArrivedTwins twins;
    private final PeerRestatements restatements;
    private final AbsentDots absent;
    private final CounterFolding folding;

    ArrivedItems(
            LaneSettings settings, ContextRows rows, LoadedContexts contexts, Waiting waiting, OwnEvents ownEvents) {
        this.settings = settings;
        this.rows = rows;
        this.contexts = contexts;
        this.inbox = waiting.inbox();
        this.quarantine = waiting.quarantine();
        this.declined = waiting.declined();
        this.returns = waiting.returns();
        this.sharing = new Sharing(settings);
        this.ownEvents = ownEvents;
        this.folding = new CounterFolding(settings.site(), ownEvents);
        this.twins = new ArrivedTwins(settings.site());
        this.restatements = new PeerRestatements(settings, rows, waiting);
        this.absent = new AbsentDots(settings.members(), inbox);
    }

    /** Takes one item of an envelope; false where there is no room for it, so that it has to come again. */
    boolean take(LaneStep step, LaneInput.Arrived envelope, LaneItem item) {
        ContextType type = settings.types().get(item.key().type());
        SiteId origin = envelope.origin();
        return switch (item) {
            case SharersNotice notice -> {
                if (type != null) {
                    sharing.noticed(step, contexts.get(notice.key(), type), notice.regions());
                }
                yield true;
            }
            case Restatement restatement -> takeRestatement(step, origin, restatement, type);
            case RestatementApplied answer -> {
                if (type != null) {
                    restatements.answered(step, origin, answer, contexts.get(answer.key(), type));
                }
                yield true;
            }
            case CausalItem causal -> takeCausal(step, origin, causal, envelope.projectionEpoch());
        };
    }

    /** Why this site can't apply an item as it is configured; null where it can. */
    @Nullable
    String reasonAgainst(CausalItem item) {
        String name = item.key().type();
        ContextType type = settings.types().get(name);
        if (type == null) {
            return "context type '" + name + "' is not configured here";
        }
        // A view by older rules would show something else than everywhere where the newer ones are known.
        return item instanceof StampedEvent event && event.ruleVersion() > type.version()
                ? "version " + event.ruleVersion() + " of context type '" + name + "' is not configured here"
                : null;
    }

    private boolean takeRestatement(LaneStep step, SiteId origin, Restatement restatement, @Nullable ContextType type) {
        if (type == null) {
            return restatements.ofUnknownType(step, origin, restatement);
        }
        ContextState state = contexts.get(restatement.key(), type);
        PeerRestatements.Taken taken = restatements.take(step, origin, restatement, state);
        var losing = new ArrayList<Losing>();
        for (StampedEvent filled : taken.filled()) {
            // History says that it was empty, and here that it no longer is: twins are compared by what it has of them.
            step.note(state, filled);
            twins.remember(step, state, filled).forEach(loser -> losing.add(new Losing(loser, filled.dot())));
        }
        if (taken.changed()) {
            step.then(new AfterCommit.Changed(state.requireView(), taken.retracts()));
        }
        // Last, because each of these is shown: none may be while a later one still counts twice.
        losing.forEach(twin -> ownEvents.supersedeTwin(step, state, twin.dot(), twin.arrived()));
        return taken.done();
    }

    /**
     * @param projectionEpoch the origin's policy that released the item; 0 where that is not known any more
     */
    private boolean takeCausal(LaneStep step, SiteId origin, CausalItem item, long projectionEpoch) {
        if (!item.dot().site().region().equals(origin.region())) {
            // Only a dot's origin says what a destination holds of it (L9).
            step.then(new AfterCommit.Alarm(
                    "not its origin",
                    origin.region() + " sent a dot of " + item.dot().site()));
            return true;
        }
        if (declined.covers(item)) {
            return true;
        }
        String reason = reasonAgainst(item);
        return reason == null
                ? takeItsPlace(step, origin, item, projectionEpoch)
                : keepUnread(step, origin, item, projectionEpoch, reason);
    }

    /** What can't be read here is held to the origin's policy of now as well, where its context is known. */
    private boolean keepUnread(LaneStep step, SiteId origin, CausalItem item, long projectionEpoch, String reason) {
        ContextType type = settings.types().get(item.key().type());
        if (type == null) {
            return quarantine.add(step, item, reason);
        }
        ContextState state = contexts.get(item.key(), type);
        boolean here = state.vector().get(item.dot().site()) >= item.lastCounter();
        return here
                || (restatements.admits(step, state, origin, projectionEpoch) && quarantine.add(step, item, reason));
    }

    /** Applies an item that this site can apply, or lets it wait for what it depends on. */
    private boolean takeItsPlace(LaneStep step, SiteId origin, CausalItem item, long projectionEpoch) {
        ContextState state = state(item);
        CausalVerdict verdict = verdict(step, state, item);
        if (verdict != CausalVerdict.DUPLICATE && !restatements.admits(step, state, origin, projectionEpoch)) {
            return false;
        }
        switch (item) {
            case StampedEvent event -> sharing.arrived(step, state, event);
            case Placeholder placeholder -> sharing.placeholderArrived(step, state, origin);
        }
        return switch (verdict) {
            case DUPLICATE -> true;
            case WAITING -> hold(step, item, projectionEpoch);
            case DELIVERABLE -> {
                apply(step, state, item);
                drain(step, state);
                yield true;
            }
        };
    }

    private CausalVerdict verdict(LaneStep step, ContextState state, CausalItem item) {
        return CausalVerdict.of(
                item, state.vector(), step.nowMs(), event -> absent.areAllHere(event, state.vector(), step.nowMs()));
    }

    private ContextState state(CausalItem item) {
        ContextType type = settings.types().get(item.key().type());
        if (type == null) {
            throw new IllegalStateException("context type '" + item.key().type() + "' is not configured here");
        }
        return contexts.get(item.key(), type);
    }

    /** Whether all dots of an item that this site can apply are delivered. */
    boolean isApplied(CausalItem item) {
        return state(item).vector().get(item.dot().site()) >= item.lastCounter();
    }

    /** Lets the empty forms of declined items take their places; one of a context that can't be looked at yet goes on waiting. */
    void takeDeclined(LaneStep step) {
        declined.offer(hole -> {
            if (reasonAgainst(hole) != null) {
                return false;
            }
            if (inbox.contains(hole)) {
                // Whole, from before it was declined, or empty already.
                inbox.remove(hole);
                rows.deleteInbox(step.batch(), hole);
            }
            return takeItsPlace(step, hole.dot().site(), hole, 0);
        });
    }

    /** Takes an item that was kept here, and whose policy nobody remembers; false where there is no room for it. */
    boolean takeKept(LaneStep step, CausalItem item) {
        return takeCausal(step, item.dot().site(), item, 0);
    }

    /** Tries again what was quarantined and can be taken now. */
    void retryQuarantined(LaneStep step) {
        quarantine.retry(step, item -> reasonAgainst(item) == null && takeKept(step, item));
    }

    private boolean hold(LaneStep step, CausalItem item, long projectionEpoch) {
        boolean replaces = inbox.holdsOlder(item, projectionEpoch);
        if (!replaces && inbox.contains(item)) {
            return true;
        }
        if (!replaces && !inbox.hasRoomFor(item)) {
            step.then(new AfterCommit.Alarm("inbox full", inbox.size() + " items wait in a lane"));
            return false;
        }
        if (CausalVerdict.isAhead(item, step.nowMs())) {
            step.then(new AfterCommit.Alarm(
                    "clock ahead", "an event of " + item.dot().site() + " is parked until time catches up"));
        }
        inbox.add(item, projectionEpoch);
        rows.putInbox(step.batch(), new InboxItem(item, step.nowMs(), projectionEpoch));
        return true;
    }

    /** Applies waiting items of a context for as long as one of them has become deliverable. */
    void drain(LaneStep step, ContextState state) {
        boolean progress = true;
        while (progress) {
            progress = false;
            for (CausalItem head : inbox.heads(state.key())) {
                CausalVerdict verdict = verdict(step, state, head);
                if (verdict != CausalVerdict.WAITING) {
                    inbox.remove(head);
                    rows.deleteInbox(step.batch(), head);
                    progress = true;
                }
                if (verdict == CausalVerdict.DELIVERABLE) {
                    apply(step, state, head);
                }
            }
            progress |= takeBack(step, state);
        }
    }

    /** Lets the next dots of lost lives of this site take their places; whether any did. */
    private boolean takeBack(LaneStep step, ContextState state) {
        boolean any = false;
        for (ReturnedItem head : returns.heads(state)) {
            CausalItem item = head.item();
            CausalVerdict verdict = verdict(step, state, item);
            if (reasonAgainst(item) == null
                    && verdict == CausalVerdict.DELIVERABLE
                    && step.returnsTaken() < Limits.RETURNS_IN_STEP_MAX) {
                step.returnTaken();
                ownEvents.takeBack(step, state, head);
                SortedSet<Dot> losers =
                        item instanceof StampedEvent event ? twins.remember(step, state, event) : new TreeSet<>();
                step.then(new AfterCommit.Changed(state.requireView()));
                losers.forEach(loser -> ownEvents.supersedeTwin(step, state, loser, item.dot()));
                returns.remove(step, head);
                any = true;
            }
        }
        return any;
    }

    /** Tries all contexts with waiting items: parked ones may have come due, and what could not be applied before this start. */
    void retryWaiting(LaneStep step) {
        takeDeclined(step);
        retryQuarantined(step);
        var keys = new TreeSet<>(inbox.contexts());
        keys.addAll(returns.lookAtSome());
        for (ContextKey key : keys) {
            ContextType type = settings.types().get(key.type());
            if (type != null) {
                ContextState state = contexts.get(key, type);
                drain(step, state);
                returns.looked(state);
            }
        }
    }

    private void apply(LaneStep step, ContextState state, CausalItem item) {
        long delivered = state.vector().get(item.dot().site());
        CausalItem fresh = item.dot().counter() <= delivered ? remainder((Placeholder) item, delivered) : item;
        step.apply(state, fresh, ItemCodec.encode(fresh));
        SortedSet<Dot> losers = new TreeSet<>();
        if (item instanceof StampedEvent event) {
            losers = twins.remember(step, state, event);
            var lane = new LaneId(state.type().tier(), event.key().shard());
            step.then(new AfterCommit.Applied(
                    event.dot().site().region(), lane, event.stamp().hlc()));
        }
        step.then(new AfterCommit.Changed(state.requireView()));
        folding.removed(step, state, fresh);
        losers.forEach(loser -> ownEvents.supersedeTwin(step, state, loser, item.dot()));
    }

    /** What a run of empty dots adds to those that are here: only runs can overlap, an event has one dot. */
    private static Placeholder remainder(Placeholder run, long delivered) {
        return new Placeholder(
                run.key(),
                new Dot(run.dot().site(), delivered + 1),
                run.lastCounter(),
                run.removals(),
                run.deleteStamp(),
                run.expiry(),
                run.bare());
    }
}
