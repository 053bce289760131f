package io.crossweave.core.context;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.state.ContextState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contexts that a lane keeps in memory, the least recently used ones dropped beyond a weight; the store has them all. */
final class LoadedContexts {
    private static final long FIXED_BYTES = 2_048;

    private final ContextRows rows;
    private final LinkedHashMap<ContextKey, ContextState> loaded = new LinkedHashMap<>(64, 0.75f, true);
    /** What each loaded context weighed when it was last looked at. */
    private final Map<ContextKey, Long> weights = new HashMap<>();

    private long weight;

    LoadedContexts(ContextRows rows) {
        this.rows = rows;
    }

    ContextState get(ContextKey key, ContextType type) {
        ContextState held = loaded.get(key);
        if (held != null) {
            return held;
        }
        ContextState state = rows.load(key, type);
        loaded.put(key, state);
        weigh(state);
        return state;
    }

    /** Forgets a context, so that it is read from the store next time. */
    void forget(ContextKey key) {
        loaded.remove(key);
        Long known = weights.remove(key);
        weight -= known == null ? 0 : known;
    }

    /** Drops what is beyond the bound, between steps: a state that a step changed must be committed before it may be loaded again. */
    List<ContextKey> settle(Collection<ContextState> changed) {
        changed.forEach(this::weigh);
        var unloaded = new ArrayList<ContextKey>();
        Iterator<ContextState> eldest = loaded.values().iterator();
        while (weight > Limits.LANE_CACHE_BYTES_MAX && loaded.size() > 1) {
            ContextKey dropped = eldest.next().key();
            eldest.remove();
            Long known = weights.remove(dropped);
            weight -= known == null ? 0 : known;
            unloaded.add(dropped);
        }
        return unloaded;
    }

    private void weigh(ContextState state) {
        long now = FIXED_BYTES + state.weight();
        Long before = weights.put(state.key(), now);
        weight += now - (before == null ? 0 : before);
    }
}
