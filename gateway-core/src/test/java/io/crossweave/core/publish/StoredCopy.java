package io.crossweave.core.publish;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.StateChanges;
import io.crossweave.core.stored.ContextMeta;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of a context as a store would hold them: made only from the changes that applying tells. */
final class StoredCopy implements StateChanges {
    final Map<EntryId, Entry> entries = new TreeMap<>();
    final TreeSet<EntryId> holes = new TreeSet<>();
    final Map<Dot, Long> runs = new TreeMap<>();

    @Override
    public void entryAdded(Entry entry) {
        entries.put(entry.id(), entry);
    }

    @Override
    public void entryRemoved(EntryId id) {
        entries.remove(id);
    }

    @Override
    public void holeAdded(EntryId id) {
        holes.add(id);
    }

    @Override
    public void holeRemoved(EntryId id) {
        holes.remove(id);
    }

    @Override
    public void holeRunAdded(Dot first, long lastCounter) {
        runs.put(first, lastCounter);
    }

    boolean coversByRun(Dot dot) {
        return runs.entrySet().stream()
                .anyMatch(run -> run.getKey().site().equals(dot.site())
                        && run.getKey().counter() <= dot.counter()
                        && dot.counter() <= run.getValue());
    }

    /** What a restarted site makes of the rows. */
    ContextState loaded(ContextKey key, ContextType type, ContextMeta meta) {
        var state = new ContextState(key, type);
        state.restore(meta);
        entries.values().forEach(state::restore);
        holes.forEach(state::restoreHole);
        runs.forEach(state::restoreHoleRun);
        return state;
    }
}
