package io.crossweave.core.context;

import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.stored.DeleteStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Removes what has expired from every store, by an event (L16). It hides what is older than the instant of expiry, whoever publishes it and
 * whenever, and waits until nothing older is under way: that might have let the context live longer. What the publisher could not name,
 * because it may not hold it, its origin removes when it is hidden.
 */
final class Purging {
    private final LaneSettings settings;
    private final OwnEvents ownEvents;

    Purging(LaneSettings settings, OwnEvents ownEvents) {
        this.settings = settings;
        this.ownEvents = ownEvents;
    }

    /**
     * Looks whether anything is to go.
     *
     * @param horizon how far is heard of the peers; nothing that is here waits
     */
    void purge(LaneStep step, ContextState state, Horizon horizon) {
        Expiry expiry = state.expiry();
        if (expiry == null) {
            return;
        }
        DeleteStamp stamp = state.deleteStamp();
        if (state.isExpiredAt(step.nowMs())) {
            Hlc instant = Hlc.ofMillis(expiry.atMs());
            if (stamp == null || stamp.hlc().compareTo(instant) < 0) {
                if (horizon.completeMs() > expiry.atMs() + turn(state) * Limits.PURGE_TURN_MS) {
                    end(step, state, new DeleteStamp(instant, settings.site()));
                }
                return;
            }
        }
        if (stamp != null && horizon.isPast(stamp.hlc())) {
            removeHidden(step, state, stamp);
        }
    }

    /** How many others are asked before this site is: the first of those that share the context does it, the next ones if it does not. */
    private long turn(ContextState state) {
        String own = settings.site().region();
        return state.sharersNow().stream()
                .filter(region ->
                        region.compareTo(own) < 0 && settings.members().peers().contains(region))
                .count();
    }

    private void end(LaneStep step, ContextState state, DeleteStamp stamp) {
        List<EntryId> ids = some(state, entry -> entry.isHiddenBy(stamp));
        if (!ids.isEmpty() || state.hasHoles()) {
            var lifetime = new Lifetime(Lifetime.UNTOLD, stamp.hlc().millis());
            ownEvents.publish(step, state, new OwnChange("purge", List.of(), ids, "", lifetime));
        }
    }

    /** This site's entries that nobody can see any more; what stands in a conflict is listed there. */
    private void removeHidden(LaneStep step, ContextState state, DeleteStamp stamp) {
        String own = settings.site().region();
        List<EntryId> ids = some(
                state,
                entry -> entry.id().dot().site().region().equals(own)
                        && entry.isHiddenBy(stamp)
                        && !state.isTwin(entry.id().dot())
                        && !step.conflicts(state).concerns(entry.id()));
        if (!ids.isEmpty()) {
            ownEvents.publish(step, state, new OwnChange("purge", List.of(), ids, "", Lifetime.UNCHANGED));
        }
    }

    private static List<EntryId> some(ContextState state, Predicate<Entry> which) {
        var ids = new ArrayList<EntryId>();
        for (Entry entry : state.live().values()) {
            if (ids.size() < Limits.PURGE_REMOVALS_MAX && which.test(entry)) {
                ids.add(entry.id());
            }
        }
        return ids;
    }
}
