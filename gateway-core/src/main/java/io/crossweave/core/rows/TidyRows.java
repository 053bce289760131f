package io.crossweave.core.rows;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.stored.TidyMark;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.stored.EventIdRecordCodec;
import io.crossweave.core.wire.stored.LogRecordCodec;
import io.crossweave.core.wire.stored.OwnRowCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import io.crossweave.core.wire.stored.TidyMarkCodec;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is read and taken away where logs and histories are tidied (L12, L16). */
public final class TidyRows {
    /** Takes one item of this site by its own number; false ends. */
    @FunctionalInterface
    public interface OwnVisitor {
        /**
         * One row.
         *
         * @param item what stands in the history; null where the row is what is left of a run
         */
        boolean visit(long ownNumber, OwnRow row, @Nullable CausalItem item);
    }

    /** Takes one item of the history; false ends. */
    @FunctionalInterface
    public interface HistoryVisitor {
        boolean visit(long sequence, CausalItem item);
    }

    private final StoredRows rows;
    private final OwnRows own;

    TidyRows(StoredRows rows) {
        this.rows = rows;
        this.own = new OwnRows(rows);
    }

    /**
     * Takes the first records out of a lane's log, up to a position and at most {@code max} of them.
     *
     * @param trimmed hears of each own event among them
     */
    public void trimLog(WriteBatch batch, LaneId lane, long upTo, int max, Consumer<LogRecord.OwnEvent> trimmed) {
        long before = rows.trimmed(lane);
        long last = Math.min(upTo, before + max);
        if (last <= before) {
            return;
        }
        rows.scan(StoreKeys.logFrom(lane, before + 1), (key, value) -> {
            boolean goes = StoreKeys.number(key) <= last;
            if (goes) {
                batch.delete(key);
                if (LogRecordCodec.decode(value) instanceof LogRecord.OwnEvent own) {
                    trimmed.accept(own);
                }
            }
            return goes;
        });
        batch.put(StoreKeys.trimmed(lane), StoredNumber.encode(last));
    }

    /** The position up to which a lane's log is trimmed; 0 where it never was. */
    public long trimmed(LaneId lane) {
        return rows.trimmed(lane);
    }

    public TidyMark mark(ContextKey key) {
        return rows.tidyMark(key);
    }

    public void putMark(WriteBatch batch, ContextKey key, TidyMark mark) {
        batch.put(StoreKeys.tidied(key), TidyMarkCodec.encode(mark));
    }

    /** This site's items behind an own number. */
    public void forEachOwn(ContextKey key, long afterNumber, OwnVisitor visit) {
        rows.scan(StoreKeys.ownDotsFrom(key, afterNumber + 1), (row, value) -> {
            OwnRow own = OwnRowCodec.decode(value);
            CausalItem item = own instanceof OwnRow.InHistory(long sequence)
                    ? rows.get(StoreKeys.history(key, sequence), ItemCodec::decodeCausal)
                    : null;
            return visit.visit(StoreKeys.number(row), own, item);
        });
    }

    /** Whether of an own dot, where this is its own number, only its emptiness is left. */
    public boolean isBare(ContextKey key, long ownNumber, Dot dot) {
        return ownNumber > 0
                && own.item(key, ownNumber) instanceof Placeholder empty
                && empty.bare()
                && empty.dot().equals(dot);
    }

    /** The history behind a place. */
    public void forEachHistory(ContextKey key, long afterSequence, HistoryVisitor visit) {
        rows.scan(
                StoreKeys.historyFrom(key, afterSequence + 1),
                (row, value) -> visit.visit(StoreKeys.number(row), ItemCodec.decodeCausal(value)));
    }

    public void deleteOwn(WriteBatch batch, ContextKey key, long ownNumber) {
        batch.delete(StoreKeys.ownDot(key, ownNumber));
    }

    public void putOwn(WriteBatch batch, ContextKey key, long ownNumber, OwnRow row) {
        batch.put(StoreKeys.ownDot(key, ownNumber), OwnRowCodec.encode(row));
    }

    public void deleteHistory(WriteBatch batch, ContextKey key, long sequence) {
        batch.delete(StoreKeys.history(key, sequence));
    }

    /** Forgets a client's event id, where it has one dot only. */
    public void forgetEventId(WriteBatch batch, ContextKey key, String eventId) {
        byte[] row = StoreKeys.eventId(key, eventId);
        EventIdRecord known = rows.get(row, EventIdRecordCodec::decode);
        if (known != null && known.twins().size() == 1) {
            batch.delete(row);
        }
    }
}
