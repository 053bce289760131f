package io.crossweave.core.link;

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
     * @param run what the destination is to get of the context once the Hold is over
     * @param undecided the counter of the dot that policy could not decide: all of the run before it is withheld
     */
    record Held(CatchUp run, long undecided) {
        ContextKey key() {
            return run.key();
        }
    }

    private final Map<ContextKey, Held> held = new TreeMap<>();

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
        return held.values().stream()
                .mapToLong(park -> park.run().place().position())
                .min()
                .orElse(otherwise);
    }

    /** The commit time of the oldest held record, or {@code otherwise}. */
    long oldestCommittedMs(long otherwise) {
        return held.values().stream()
                .mapToLong(park -> park.run().place().committedMs())
                .min()
                .orElse(otherwise);
    }
}
