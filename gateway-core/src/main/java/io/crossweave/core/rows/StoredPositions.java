package io.crossweave.core.rows;

import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.PositionStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import java.util.OptionalLong;

/** Positions of this site's own intake, as marks in its store. */
public final class StoredPositions implements PositionStore {
    private final ContextStore store;
    private final StoredRows rows;

    public StoredPositions(ContextStore store) {
        this.store = store;
        this.rows = new StoredRows(store);
    }

    @Override
    public OptionalLong load(String partition) {
        Long position = rows.get(mark(partition), StoredNumber::decode);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    @Override
    public void save(String partition, long position) {
        // A lost position only means that frames come again.
        store.commit(new WriteBatch().put(mark(partition), StoredNumber.encode(position)), outcome -> {});
    }

    private static byte[] mark(String partition) {
        return StoreKeys.mark("position/" + partition);
    }
}
