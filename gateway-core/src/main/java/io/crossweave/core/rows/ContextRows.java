package io.crossweave.core.rows;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.StateChanges;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.InboxItem;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.stored.ProjectionMarks;
import io.crossweave.core.stored.QuarantineRecord;
import io.crossweave.core.stored.ReceivedMark;
import io.crossweave.core.stored.StoredEntry;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.stored.CheckedRow;
import io.crossweave.core.wire.stored.ContextMetaCodec;
import io.crossweave.core.wire.stored.EventIdRecordCodec;
import io.crossweave.core.wire.stored.HoleCodec;
import io.crossweave.core.wire.stored.InboxItemCodec;
import io.crossweave.core.wire.stored.KeyRange;
import io.crossweave.core.wire.stored.LogRecordCodec;
import io.crossweave.core.wire.stored.OwnRowCodec;
import io.crossweave.core.wire.stored.ProjectionMarksCodec;
import io.crossweave.core.wire.stored.QuarantineRecordCodec;
import io.crossweave.core.wire.stored.ReceivedMarkCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredEntryCodec;
import io.crossweave.core.wire.stored.StoredNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What context lanes read and write. An event writes what it changes and one small row for its context, whatever the context holds. */
public final class ContextRows {
    private final StoredRows rows;
    private final LifeRows lives;

    public ContextRows(ContextStore store) {
        this.rows = new StoredRows(store);
        this.lives = new LifeRows(store);
    }

    /** Lives of this site and of its peers. */
    public LifeRows lives() {
        return lives;
    }

    // ---- a context
    // ---------------------------------------------------------------------------------------------------

    /** The committed state of a context; an empty one where nothing of it was ever applied here. */
    public ContextState load(ContextKey key, ContextType type) {
        var state = new ContextState(key, type);
        ProjectionMarks projections = rows.get(StoreKeys.projection(key), ProjectionMarksCodec::decode);
        if (projections != null) {
            state.projections().restore(projections);
        }
        ContextMeta meta = rows.meta(key);
        if (meta == null) {
            return state;
        }
        state.restore(meta);
        rows.scan(StoreKeys.entries(key), (row, checked) -> {
            Optional<byte[]> value = CheckedRow.open(row, checked);
            if (value.isEmpty()) {
                // Damaged: it counts as missing until it is mended.
                return true;
            }
            StoredEntry entry = StoredEntryCodec.decode(value.get());
            state.restore(new Entry(
                    StoreKeys.entryId(key, row),
                    entry.path(),
                    entry.kind(),
                    entry.value(),
                    entry.hlc(),
                    entry.classification(),
                    entry.ruleVersion(),
                    entry.source(),
                    entry.reconciles()));
            return true;
        });
        rows.scan(StoreKeys.holes(key), (row, value) -> {
            EntryId id = StoreKeys.entryId(key, row);
            if (id.isWholeDot()) {
                state.restoreHoleRun(id.dot(), StoredNumber.decode(value));
            } else {
                HoleCodec.check(value);
                state.restoreHole(id);
            }
            return true;
        });
        return state;
    }

    public void putMeta(WriteBatch batch, ContextState state) {
        batch.put(StoreKeys.context(state.key()), ContextMetaCodec.encode(state.meta()));
    }

    public void putProjections(WriteBatch batch, ContextState state) {
        batch.put(
                StoreKeys.projection(state.key()),
                ProjectionMarksCodec.encode(state.projections().stored()));
    }

    /** Writes what applying an item changes in the rows of a context. */
    public StateChanges changesInto(WriteBatch batch, ContextKey key) {
        return new RowChanges(batch, key);
    }

    /** Ids of a tenant's contexts of a type, ascending, behind one of them (empty for the start); also of contexts that show nothing. */
    public List<ContextKey> keys(String tenant, String type, String afterId, int limit) {
        KeyRange all = StoreKeys.contexts(tenant, type);
        KeyRange range = afterId.isEmpty() ? all : StoreKeys.behind(all, new ContextKey(tenant, type, afterId));
        var keys = new ArrayList<ContextKey>();
        rows.scan(range, (row, value) -> {
            keys.add(StoreKeys.contextKey(row));
            return keys.size() < limit;
        });
        return keys;
    }

    /** The hashes of what is held. */
    public SumRows sums() {
        return new SumRows(rows);
    }

    /** The conflicts of contexts. */
    public ConflictRows conflicts() {
        return new ConflictRows(rows);
    }

    // ---- history and log
    // ---------------------------------------------------------------------------------------------

    /** Appends an item's stored form to the context's history. */
    public void putHistory(WriteBatch batch, ContextKey key, long sequence, byte[] encoded) {
        batch.put(StoreKeys.history(key, sequence), encoded);
    }

    /**
     * Items as they were applied, oldest first; of two dots of one client event only the one that counts (L1), and of the other one what it
     * changed all the same.
     */
    public List<HistoryItem> history(ContextKey key, long afterSequence, int limit) {
        ContextMeta meta = rows.meta(key);
        var items = new ArrayList<HistoryItem>();
        if (meta == null || limit <= 0) {
            return items;
        }
        var twins = new TwinHistory(meta.losingTwins());
        rows.scan(StoreKeys.historyFrom(key, afterSequence + 1), (row, value) -> {
            CausalItem item = twins.shown(ItemCodec.decodeCausal(value));
            if (item != null) {
                items.add(new HistoryItem(StoreKeys.number(row), item));
            }
            return items.size() < limit;
        });
        return items;
    }

    /** One item of a context's history; null where it is not kept any more. */
    public @Nullable CausalItem historyItem(ContextKey key, long sequence) {
        return rows.get(StoreKeys.history(key, sequence), ItemCodec::decodeCausal);
    }

    /** All items of a context's history, by sequence. */
    public void forEachHistory(ContextKey key, ObjLongConsumer<CausalItem> visit) {
        rows.scan(StoreKeys.historyFrom(key, 1), (row, value) -> {
            visit.accept(ItemCodec.decodeCausal(value), StoreKeys.number(row));
            return true;
        });
    }

    public void putOwnDot(WriteBatch batch, ContextKey key, long ownNumber, long sequence) {
        batch.put(StoreKeys.ownDot(key, ownNumber), OwnRowCodec.encode(new OwnRow.InHistory(sequence)));
    }

    public void putLog(WriteBatch batch, LaneId lane, long position, LogRecord record) {
        batch.put(StoreKeys.log(lane, position), LogRecordCodec.encode(record));
    }

    /** The last position of a lane's log, trimmed ones included; 0 where nothing was ever logged. */
    public long lastLogPosition(LaneId lane) {
        return rows.lastLogPosition(lane);
    }

    /** What is trimmed. */
    public TidyRows tidying() {
        return new TidyRows(rows);
    }

    /** What was folded last. */
    public FoldRows folds() {
        return new FoldRows(rows);
    }

    /** The last place in a context's history from which something was taken away; 0 where it is whole. */
    public long historyTrimmedTo(ContextKey key) {
        return rows.tidyMark(key).trimmedSequence();
    }

    // ---- event ids
    // ---------------------------------------------------------------------------------------------------

    public @Nullable EventIdRecord eventId(ContextKey key, String eventId) {
        return rows.get(StoreKeys.eventId(key, eventId), EventIdRecordCodec::decode);
    }

    public void putEventId(WriteBatch batch, ContextKey key, String eventId, EventIdRecord record) {
        batch.put(StoreKeys.eventId(key, eventId), EventIdRecordCodec.encode(record));
    }

    // ---- inbox and quarantine
    // ------------------------------------------------------------------------------------------

    public void putInbox(WriteBatch batch, InboxItem waiting) {
        CausalItem item = waiting.item();
        batch.put(StoreKeys.inbox(item.key().shard(), item.key(), item.dot()), InboxItemCodec.encode(waiting));
    }

    public void deleteInbox(WriteBatch batch, CausalItem item) {
        batch.delete(StoreKeys.inbox(item.key().shard(), item.key(), item.dot()));
    }

    public void forEachInbox(int shard, Consumer<InboxItem> visit) {
        rows.scan(StoreKeys.inbox(shard), (row, value) -> {
            visit.accept(InboxItemCodec.decode(value));
            return true;
        });
    }

    public void forEachQuarantined(int shard, Consumer<QuarantineRecord> visit) {
        rows.scan(StoreKeys.quarantine(shard), (row, value) -> {
            visit.accept(QuarantineRecordCodec.decode(value));
            return true;
        });
    }

    /** What is quarantined of a context, by site and counter, up to a number of stored bytes; one item at least. */
    public List<QuarantineRecord> quarantined(ContextKey key, long bytesMax) {
        var kept = new ArrayList<QuarantineRecord>();
        var bytes = new long[1];
        rows.scan(StoreKeys.quarantine(key), (row, value) -> {
            kept.add(QuarantineRecordCodec.decode(value));
            bytes[0] += value.length;
            return bytes[0] < bytesMax;
        });
        return kept;
    }

    /** The quarantined item of a context with this first dot; null where there is none. */
    public @Nullable QuarantineRecord quarantined(ContextKey key, Dot dot) {
        return rows.get(StoreKeys.quarantine(key.shard(), key, dot), QuarantineRecordCodec::decode);
    }

    /** Visits what is quarantined of a tenant in a shard, behind an item (null for the start), while it is asked to go on. */
    public void forEachQuarantined(
            int shard, String tenant, @Nullable QuarantineId after, Predicate<QuarantineRecord> visit) {
        KeyRange all = StoreKeys.quarantine(shard, tenant);
        KeyRange range =
                after == null ? all : StoreKeys.behind(all, StoreKeys.quarantine(shard, after.key(), after.dot()));
        rows.scan(range, (row, value) -> visit.test(QuarantineRecordCodec.decode(value)));
    }

    public void putDeclined(WriteBatch batch, CausalItem hole) {
        batch.put(StoreKeys.declined(hole.key().shard(), hole.key(), hole.dot()), ItemCodec.encode(hole));
    }

    /** The empty forms of what was declined in a shard. */
    public void forEachDeclined(int shard, Consumer<CausalItem> visit) {
        rows.scan(StoreKeys.declined(shard), (row, value) -> {
            visit.accept(ItemCodec.decodeCausal(value));
            return true;
        });
    }

    public void deleteQuarantine(WriteBatch batch, CausalItem item) {
        deleteQuarantine(batch, item.key(), item.dot());
    }

    public void deleteQuarantine(WriteBatch batch, ContextKey key, Dot dot) {
        batch.delete(StoreKeys.quarantine(key.shard(), key, dot));
    }

    public void putQuarantine(WriteBatch batch, CausalItem item, QuarantineRecord record) {
        batch.put(
                StoreKeys.quarantine(item.key().shard(), item.key(), item.dot()), QuarantineRecordCodec.encode(record));
    }

    // ---- numbers of peers' lanes
    // ---------------------------------------------------------------------------------------

    /** What is committed here of a peer's lane. */
    public ReceivedMark received(String originRegion, LaneId lane) {
        ReceivedMark mark = rows.get(StoreKeys.received(originRegion, lane), ReceivedMarkCodec::decode);
        return mark == null ? ReceivedMark.NONE : mark;
    }

    public void putReceived(WriteBatch batch, String originRegion, LaneId lane, ReceivedMark mark) {
        batch.put(StoreKeys.received(originRegion, lane), ReceivedMarkCodec.encode(mark));
    }
}
