package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.gateway.TypeChange;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.state.ContextState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What contexts of a type showed at versions that this site went through: their histories applied again, in this site's order. Where a
 * peer's policy has changed what is held of a context, its history no longer tells what was shown (L11).
 */
final class PastViews {
    private static final int PAGE_ITEMS = 1_000;

    private record At(ContextKey key, VersionVector version) {}

    private final Gateway gateway;
    private final ContextType type;
    private final Map<At, ContextView> views = new HashMap<>();
    private int replayed;

    private PastViews(Gateway gateway, ContextType type) {
        this.gateway = gateway;
        this.type = type;
    }

    static PastViews of(Gateway gateway, ContextType type, List<TypeChange> changes) {
        var wanted = new HashMap<ContextKey, Set<VersionVector>>();
        changes.forEach(change -> wanted.computeIfAbsent(change.view().key(), key -> new HashSet<>())
                .add(change.view().version()));
        var past = new PastViews(gateway, type);
        wanted.forEach((key, versions) -> {
            boolean restated =
                    gateway.read(key).filter(now -> now.restatements() > 0).isPresent();
            if (!restated) {
                past.replay(key, versions);
            }
        });
        return past;
    }

    /** Empty where the history does not tell: it is not kept so long, is too long, or two dots of one client event were in it. */
    Optional<ContextView> at(ContextView bare) {
        return Optional.ofNullable(views.get(new At(bare.key(), bare.version())));
    }

    private void replay(ContextKey key, Set<VersionVector> wanted) {
        if (gateway.historyTrimmedTo(key) > 0) {
            return;
        }
        var state = new ContextState(key, type);
        long after = 0;
        while (replayed < AppLimits.WATCH_REPLAYED_MAX) {
            List<HistoryItem> page = gateway.history(key, after, PAGE_ITEMS);
            for (HistoryItem item : page) {
                state.apply(item.item(), IgnoredChanges.INSTANCE);
                if (wanted.remove(state.vector())) {
                    views.put(new At(key, state.vector()), state.requireView());
                }
            }
            replayed += page.size();
            if (wanted.isEmpty() || page.size() < PAGE_ITEMS) {
                return;
            }
            after = page.getLast().sequence();
        }
    }
}
