package io.crossweave.core.context;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.stored.DeleteStamp;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Increments of this site that may be put into sums, gathered while its stable events of a context are looked through. What one sum stands
 * for has one fate everywhere: it is released alike, since labels, source and classes are the same, and hidden alike.
 */
final class FoldCandidates {
    private final SiteId site;
    private final ContextState state;
    private final ConflictBook conflicts;
    private final Horizon horizon;
    private final TreeMap<String, List<Entry>> bySource = new TreeMap<>();

    FoldCandidates(SiteId site, ContextState state, ConflictBook conflicts, Horizon horizon) {
        this.site = site;
        this.state = state;
        this.conflicts = conflicts;
        this.horizon = horizon;
    }

    /** Takes a stable event that is so old that nobody asks for it again. */
    void offer(StampedEvent event) {
        // A delete that is not here yet must be newer than all of a sum, so that it hides all of it or nothing.
        if (!event.dot().site().equals(site)
                || !event.labels().equals(state.labels())
                || !horizon.isPast(event.stamp().hlc())
                || state.isTwin(event.dot())) {
            return;
        }
        for (EntryId id : state.liveOf(event.dot())) {
            Entry entry = state.live().get(id);
            if (entry != null && entry.kind() == EntryKind.INCREMENT && !isHidden(entry) && !conflicts.concerns(id)) {
                List<Entry> same = bySource.computeIfAbsent(entry.source(), source -> new ArrayList<>());
                if (same.size() < Limits.FOLD_SOURCES_MAX) {
                    same.add(entry);
                }
            }
        }
    }

    private boolean isHidden(Entry entry) {
        DeleteStamp stamp = state.deleteStamp();
        return stamp != null && entry.isHiddenBy(stamp);
    }

    /** The increments of one source, the most that there are. */
    List<Entry> most() {
        return bySource.values().stream()
                .max((one, other) -> Integer.compare(one.size(), other.size()))
                .orElse(List.of());
    }
}
