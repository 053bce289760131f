package io.crossweave.core.context;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.StateChanges;

/** Changes of a context's rows that are counted in the hashes of what is held (L14). */
record CountedChanges(StateChanges rows, StepSums sums, ContextKey key) implements StateChanges {
    @Override
    public void entryAdded(Entry entry) {
        rows.entryAdded(entry);
        sums.added(key, entry.id());
    }

    @Override
    public void entryReplaced(Entry entry) {
        rows.entryReplaced(entry);
    }

    @Override
    public void entryRemoved(EntryId id) {
        rows.entryRemoved(id);
        sums.removed(key, id);
    }

    @Override
    public void holeAdded(EntryId id) {
        rows.holeAdded(id);
    }

    @Override
    public void holeRemoved(EntryId id) {
        rows.holeRemoved(id);
    }

    @Override
    public void holeRunAdded(Dot first, long lastCounter) {
        rows.holeRunAdded(first, lastCounter);
    }
}
