package io.crossweave.core.rows;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.TidyMark;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.core.wire.stored.ContextMetaCodec;
import io.crossweave.core.wire.stored.KeyRange;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import io.crossweave.core.wire.stored.TidyMarkCodec;
import org.jspecify.annotations.Nullable;

/** Reading that contexts and links have in common. A row that can't be read is damage: it stops whoever needs it, it is never skipped. */
final class StoredRows {
    /** Takes a row apart. */
    @FunctionalInterface
    interface Decoder<T> {
        T decode(byte[] value) throws WireFormatException;
    }

    /** Takes one row of a range; false ends the scan. */
    @FunctionalInterface
    interface RowVisitor {
        boolean visit(byte[] key, byte[] value) throws WireFormatException;
    }

    private final ContextStore store;

    StoredRows(ContextStore store) {
        this.store = store;
    }

    <T> @Nullable T get(byte[] key, Decoder<T> decoder) {
        byte[] value = store.get(key);
        if (value == null) {
            return null;
        }
        try {
            return decoder.decode(value);
        } catch (WireFormatException e) {
            throw damaged(e);
        }
    }

    boolean has(byte[] key) {
        return store.get(key) != null;
    }

    void scan(KeyRange range, RowVisitor visitor) {
        store.scan(range.from(), range.to(), (key, value) -> {
            try {
                return visitor.visit(key, value);
            } catch (WireFormatException e) {
                throw damaged(e);
            }
        });
    }

    private static IllegalStateException damaged(WireFormatException e) {
        return new IllegalStateException("a stored row can't be read: " + e.reason(), e);
    }

    @Nullable
    ContextMeta meta(ContextKey key) {
        return get(StoreKeys.context(key), ContextMetaCodec::decode);
    }

    TidyMark tidyMark(ContextKey key) {
        TidyMark mark = get(StoreKeys.tidied(key), TidyMarkCodec::decode);
        return mark == null ? TidyMark.NONE : mark;
    }

    /** The position up to which a lane's log is trimmed; 0 where it never was. */
    long trimmed(LaneId lane) {
        Long position = get(StoreKeys.trimmed(lane), StoredNumber::decode);
        return position == null ? 0 : position;
    }

    /**
     * The last position of a lane's log, trimmed ones included; 0 where nothing was ever logged. Positions are dense, so the end is found by doubling and halving instead of
     * reading all.
     */
    long lastLogPosition(LaneId lane) {
        long there = trimmed(lane);
        if (!hasLog(lane, there + 1)) {
            return there;
        }
        long step = 1;
        while (hasLog(lane, there + step)) {
            there += step;
            step *= 2;
        }
        long notThere = there + step;
        while (notThere - there > 1) {
            long middle = there + (notThere - there) / 2;
            if (hasLog(lane, middle)) {
                there = middle;
            } else {
                notThere = middle;
            }
        }
        return there;
    }

    private boolean hasLog(LaneId lane, long position) {
        return has(StoreKeys.log(lane, position));
    }
}
