package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of a lane parked on Hold for its destination (L8). A parked context keeps the lane's confirmed position below its first held
 * record, so that a restart finds it again; the lane goes on with the others.
 */
final class HeldContexts {
    /**
     * @param position log position of the first held record
     * @param committedMs when it was committed
     * @param fromCounter first held dot of this site
     * @param toCounter last held dot of this site
     */
    record Held(ContextKey key, long position, long committedMs, long fromCounter, long toCounter) {}

    private final Map<ContextKey, Held> held = new TreeMap<>();

    boolean isFull() {
        return held.size() >= Limits.HELD_CONTEXTS_MAX;
    }

    int size() {
        return held.size();
    }

    @Nullable
    Held get(ContextKey key) {
        return held.get(key);
    }

    void put(Held park) {
        held.put(park.key(), park);
    }

    void remove(ContextKey key) {
        held.remove(key);
    }

    List<Held> all() {
        return new ArrayList<>(held.values());
    }

    /** The lowest position that is held, or {@code otherwise}. */
    long lowestPosition(long otherwise) {
        return held.values().stream().mapToLong(Held::position).min().orElse(otherwise);
    }

    /** The commit time of the oldest held record, or {@code otherwise}. */
    long oldestCommittedMs(long otherwise) {
        return held.values().stream().mapToLong(Held::committedMs).min().orElse(otherwise);
    }
}
