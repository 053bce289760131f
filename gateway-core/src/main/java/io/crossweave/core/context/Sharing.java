package io.crossweave.core.context;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.LogRecord;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who shares a context (L8). A region shares it from the first event that policy releases to it; the set only grows. What grew is logged
 * before the event that made it grow, so that destination lanes send the new sharer this site's dots so far and tell the others.
 */
final class Sharing {
    /** More sharers than these are taken of members only. */
    private static final int STRANGERS_MAX = Limits.SITES_MAX / 2;

    private final LaneSettings settings;

    Sharing(LaneSettings settings) {
        this.settings = settings;
    }

    /** Adds the peers to which policy releases this event of ours, before the event itself is applied. */
    void beforeOwnEvent(LaneStep step, ContextState state, StampedEvent event) {
        var regions = new TreeSet<String>();
        regions.add(settings.site().region());
        for (String peer : settings.members().peers()) {
            if (!state.sharesWith(peer) && settings.policy().decide(event, peer) instanceof ReleaseDecision.Release) {
                regions.add(peer);
            }
        }
        grow(step, state, regions);
    }

    /** A destination lane found that policy now releases to a region; it and all others are told. */
    void released(LaneStep step, ContextState state, String region) {
        var regions = new TreeSet<String>();
        regions.add(region);
        grow(step, state, regions);
    }

    /** The others are told now; those that are new hear it behind what made them sharers. */
    private void grow(LaneStep step, ContextState state, SortedSet<String> regions) {
        SortedSet<String> added = add(step, state, regions);
        if (added.isEmpty()) {
            return;
        }
        step.touch(state);
        var told = new TreeSet<>(state.sharersNow());
        told.removeAll(added);
        told.remove(settings.site().region());
        if (!told.isEmpty() || !List.of(settings.site().region()).containsAll(added)) {
            log(step, state, added, told);
        }
    }

    /** A sharer told who else shares the context. */
    void noticed(LaneStep step, ContextState state, SortedSet<String> regions) {
        SortedSet<String> added = add(step, state, regions);
        if (!added.isEmpty()) {
            step.touch(state);
            if (state.vector().countOf(settings.site().region()) > 0) {
                log(step, state, added, new TreeSet<>());
            }
        }
    }

    /**
     * An event of a peer has arrived, so both share the context, and so does every origin that it depends on: these are told that this
     * site shares it, since only their own dots can fill what it waits for.
     */
    void arrived(LaneStep step, ContextState state, StampedEvent event) {
        var regions = new TreeSet<String>();
        String origin = event.dot().site().region();
        var depends = event.stamp().depends();
        for (int i = 0; i < depends.size(); i++) {
            regions.add(depends.siteAt(i).region());
        }
        regions.add(origin);
        regions.add(settings.site().region());
        SortedSet<String> added = add(step, state, regions);
        if (!added.isEmpty()) {
            var told = new TreeSet<>(added);
            told.remove(origin);
            told.remove(settings.site().region());
            step.touch(state);
            if (state.vector().countOf(settings.site().region()) > 0 || !told.isEmpty()) {
                log(step, state, added, told);
            }
        }
    }

    /** A placeholder of a peer has arrived: it shares the context, and so does this site. */
    void placeholderArrived(LaneStep step, ContextState state, SiteId origin) {
        var regions = new TreeSet<String>();
        regions.add(origin.region());
        regions.add(settings.site().region());
        noticed(step, state, regions);
    }

    private SortedSet<String> add(LaneStep step, ContextState state, SortedSet<String> regions) {
        long ownCount = state.vector().countOf(settings.site().region());
        SortedSet<String> added = state.addSharers(bounded(state, regions), ownCount);
        if (!added.isEmpty() && ownCount > 0) {
            // What the new ones may hold of it was never reckoned, of no life of this site.
            for (int i = 0; i < state.vector().size(); i++) {
                SiteId site = state.vector().siteAt(i);
                if (site.region().equals(settings.site().region())) {
                    step.sums().touched(state.key(), site);
                }
            }
        }
        return added;
    }

    /** Regions that this site does not know yet may be on their way in; a peer may name as many as it likes. */
    private SortedSet<String> bounded(ContextState state, SortedSet<String> regions) {
        var known = new TreeSet<String>();
        var strangers = new TreeSet<String>();
        for (String region : regions) {
            boolean isMember = settings.members().isPeer(region)
                    || region.equals(settings.site().region());
            (isMember || state.sharesWith(region) ? known : strangers).add(region);
        }
        int room = strangers.isEmpty()
                ? 0
                : STRANGERS_MAX - Math.min(STRANGERS_MAX, state.sharersNow().size());
        strangers.stream().limit(room).forEach(known::add);
        return known;
    }

    private void log(LaneStep step, ContextState state, SortedSet<String> added, SortedSet<String> told) {
        long ownCounter = state.vector().countOf(settings.site().region());
        var record = new LogRecord.SharersAdded(state.key(), step.nowMs(), added, told, ownCounter);
        step.log(state.type().tier(), record, null, state);
    }
}
