package io.crossweave.core.rows;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.StateChanges;
import io.crossweave.core.stored.StoredEntry;
import io.crossweave.core.wire.stored.CheckedRow;
import io.crossweave.core.wire.stored.HoleCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredEntryCodec;
import io.crossweave.core.wire.stored.StoredNumber;

/** Writes the changes of one context's entries and holes into a batch. */
final class RowChanges implements StateChanges {
    private final WriteBatch batch;
    private final ContextKey key;

    RowChanges(WriteBatch batch, ContextKey key) {
        this.batch = batch;
        this.key = key;
    }

    @Override
    public void entryAdded(Entry entry) {
        var stored = new StoredEntry(
                entry.path(),
                entry.kind(),
                entry.value(),
                entry.hlc(),
                entry.classification(),
                entry.ruleVersion(),
                entry.source(),
                entry.reconciles());
        byte[] row = StoreKeys.entry(key, entry.id());
        batch.put(row, CheckedRow.seal(row, StoredEntryCodec.encode(stored)));
    }

    @Override
    public void entryRemoved(EntryId id) {
        batch.delete(StoreKeys.entry(key, id));
    }

    @Override
    public void holeAdded(EntryId id) {
        batch.put(StoreKeys.hole(key, id), HoleCodec.encode());
    }

    @Override
    public void holeRemoved(EntryId id) {
        batch.delete(StoreKeys.hole(key, id));
    }

    /** A run is one row: the id of its first whole dot, and the counter of its last. */
    @Override
    public void holeRunAdded(Dot first, long lastCounter) {
        batch.put(StoreKeys.hole(key, EntryId.wholeDot(first)), StoredNumber.encode(lastCounter));
    }
}
