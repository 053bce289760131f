package io.crossweave.core.rows;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.stored.OwnRowCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** This site's items by their own numbers: those that stand in the history, and what is left of others. */
final class OwnRows {
    /** Between two reads an item may be tidied away; then its row says so when it is read again. */
    private static final int READS_MAX = 3;

    private final StoredRows rows;

    OwnRows(StoredRows rows) {
        this.rows = rows;
    }

    /** The item of an own number; of a run of which only this is left, the part from that number on. Null where there is none. */
    @Nullable
    CausalItem item(ContextKey key, long ownNumber) {
        for (int read = 0; read < READS_MAX; read++) {
            byte[] exact = StoreKeys.ownDot(key, ownNumber);
            OwnRow row = rows.get(exact, OwnRowCodec::decode);
            if (row == null || row instanceof OwnRow.Bare) {
                return bare(key, ownNumber);
            }
            long sequence = ((OwnRow.InHistory) row).sequence();
            CausalItem item = rows.get(StoreKeys.history(key, sequence), ItemCodec::decodeCausal);
            if (item != null) {
                return item;
            }
        }
        throw new IllegalStateException("the history of a context lacks the item with own number " + ownNumber);
    }

    /** A run stands under its last number. */
    private @Nullable CausalItem bare(ContextKey key, long ownNumber) {
        var found = new ArrayList<CausalItem>(1);
        rows.scan(StoreKeys.ownDotsFrom(key, ownNumber), (row, value) -> {
            if (OwnRowCodec.decode(value) instanceof OwnRow.Bare bare) {
                Placeholder run = bare.run();
                long counter = run.lastCounter() - (StoreKeys.number(row) - ownNumber);
                if (counter >= run.dot().counter()) {
                    found.add(from(run, counter));
                }
            }
            return false;
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    private static Placeholder from(Placeholder run, long counter) {
        return new Placeholder(
                run.key(),
                new Dot(run.dot().site(), counter),
                run.lastCounter(),
                run.removals(),
                run.deleteStamp(),
                run.expiry(),
                run.bare());
    }
}
