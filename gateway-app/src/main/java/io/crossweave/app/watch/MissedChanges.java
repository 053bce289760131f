package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.state.ContextState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a context since a version that a watcher has seen, perhaps at another site: the views, change by change. They are made
 * by applying the history again: first what the version covers, which is closed under causality, so that the state is the one which the
 * watcher saw; then the rest, in the order in which this site applied it.
 */
final class MissedChanges {
    private static final int PAGE_ITEMS = 1_000;

    private final Gateway gateway;
    private final ContextType type;

    MissedChanges(Gateway gateway, ContextType type) {
        this.gateway = gateway;
        this.type = type;
    }

    /**
     * The views between {@code seen} and {@code now}, {@code now} included; empty where the history does not reach back to {@code seen}, or
     * too much was missed to tell it one by one, or a peer's policy has changed what is held here, which no version tells (L11).
     *
     * @param now what this site shows, of a version that covers {@code seen}
     */
    Optional<List<ContextView>> since(VersionVector seen, ContextView now) {
        if (now.restatements() > 0) {
            return Optional.empty();
        }
        if (now.version().equals(seen)) {
            return Optional.of(List.of());
        }
        if (gateway.historyTrimmedTo(now.key()) > 0) {
            // What is gone may have been there at that version.
            return Optional.empty();
        }
        var state = new ContextState(now.key(), type);
        var missed = new ArrayList<CausalItem>();
        if (!replaySeen(state, seen, now, missed) || !state.vector().equals(seen)) {
            return Optional.empty();
        }
        var views = new ArrayList<ContextView>(missed.size());
        for (CausalItem item : missed) {
            state.apply(item, IgnoredChanges.INSTANCE);
            views.add(state.requireView());
        }
        if (!state.vector().equals(now.version())) {
            return Optional.empty();
        }
        if (!views.isEmpty()) {
            views.add(asShownNow(views.removeLast(), now));
        }
        return Optional.of(views);
    }

    /** Applies what the watcher has seen and collects what it has not; false where that is too much. */
    private boolean replaySeen(ContextState state, VersionVector seen, ContextView now, List<CausalItem> missed) {
        long after = 0;
        for (int read = 0; read < AppLimits.WATCH_REPLAYED_MAX; read += PAGE_ITEMS) {
            List<HistoryItem> page = gateway.history(now.key(), after, PAGE_ITEMS);
            for (HistoryItem item : page) {
                if (seen.get(item.item().dot().site()) >= item.item().lastCounter()) {
                    state.apply(item.item(), IgnoredChanges.INSTANCE);
                } else if (isIn(now.version(), item.item())) {
                    missed.add(item.item());
                }
            }
            if (missed.size() > AppLimits.WATCH_RESUMED_MAX) {
                return false;
            }
            if (page.size() < PAGE_ITEMS) {
                return true;
            }
            after = page.getLast().sequence();
        }
        return false;
    }

    /** The last change, with what the site really shows after it: which of two twins counts is not in the history. */
    private static ContextView asShownNow(ContextView last, ContextView now) {
        return new ContextView(
                now.key(),
                now.version(),
                now.document(),
                last.updatedAt(),
                last.lastEventId(),
                last.lastSite(),
                now.concealment(),
                now.expiresAtMs(),
                now.provisional(),
                now.restatements());
    }

    /** History may have grown since the view was taken; what came later comes by the feed. */
    private static boolean isIn(VersionVector version, CausalItem item) {
        return version.get(item.dot().site()) >= item.lastCounter();
    }
}
