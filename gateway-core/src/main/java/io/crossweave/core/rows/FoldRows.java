package io.crossweave.core.rows;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.Fold;
import io.crossweave.core.wire.stored.FoldCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import org.jspecify.annotations.Nullable;

/** What was folded last in each context (L16). */
public final class FoldRows {
    private final StoredRows rows;

    FoldRows(StoredRows rows) {
        this.rows = rows;
    }

    public @Nullable Fold get(ContextKey key) {
        return rows.get(StoreKeys.fold(key), FoldCodec::decode);
    }

    public void put(WriteBatch batch, ContextKey key, Fold fold) {
        batch.put(StoreKeys.fold(key), FoldCodec.encode(fold));
    }

    public void delete(WriteBatch batch, ContextKey key) {
        batch.delete(StoreKeys.fold(key));
    }
}
