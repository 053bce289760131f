package io.crossweave.core.rows;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.conflict.ConflictChanges;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.DeleteMark;
import io.crossweave.core.wire.stored.ConflictRecordCodec;
import io.crossweave.core.wire.stored.DeleteMarkCodec;
import io.crossweave.core.wire.stored.KeyRange;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredContextKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of conflicts: by context, the open ones apart from the settled ones, so that neither a context's load nor a tenant's list of
 * open ones reads more than it needs; and for each id its context.
 */
public final class ConflictRows {
    private final StoredRows rows;

    ConflictRows(StoredRows rows) {
        this.rows = rows;
    }

    /** The committed conflicts of a context. */
    public ConflictBook load(ContextKey key) {
        var book = new ConflictBook(key);
        for (KeyRange range : List.of(StoreKeys.openConflicts(key), StoreKeys.settledConflicts(key))) {
            rows.scan(range, (row, value) -> {
                book.restore(ConflictRecordCodec.decode(value));
                return true;
            });
        }
        rows.scan(StoreKeys.deleteMarks(key), (row, value) -> {
            book.restore(DeleteMarkCodec.decode(StoreKeys.entryId(key, row).dot(), value));
            return true;
        });
        return book;
    }

    /** Writes what changes among the conflicts of contexts. */
    public ConflictChanges changesInto(WriteBatch batch) {
        return new Changes(batch);
    }

    /** A conflict of a tenant, as committed; null where it has none with this id. */
    public @Nullable ConflictRecord find(String tenant, ConflictId id) {
        ContextKey key = rows.get(StoreKeys.conflictId(tenant, id), StoredContextKey::decode);
        if (key == null) {
            return null;
        }
        ConflictRecord open = rows.get(StoreKeys.openConflict(key, id), ConflictRecordCodec::decode);
        return open != null ? open : rows.get(StoreKeys.settledConflict(key, id), ConflictRecordCodec::decode);
    }

    /** Conflicts of a tenant by type, context and id, ascending. */
    public List<ConflictRecord> list(ConflictQuery query) {
        var found = new ArrayList<ConflictRecord>();
        ConflictQuery.Place after = query.after();
        if (query.which() != ConflictQuery.Which.SETTLED) {
            KeyRange range = StoreKeys.openConflicts(query.tenant(), query.type());
            scan(
                    after == null ? range : behind(range, StoreKeys.openConflict(after.key(), after.id())),
                    query.limit(),
                    found);
        }
        if (query.which() != ConflictQuery.Which.OPEN) {
            KeyRange range = StoreKeys.settledConflicts(query.tenant(), query.type());
            scan(
                    after == null ? range : behind(range, StoreKeys.settledConflict(after.key(), after.id())),
                    query.limit(),
                    found);
        }
        found.sort(Comparator.comparing(ConflictRecord::key).thenComparing(ConflictRecord::id));
        return found.size() > query.limit() ? List.copyOf(found.subList(0, query.limit())) : found;
    }

    /**
     * Open conflicts of some types, of all tenants, by context ascending: of each context all, so there may be more than {@code limit}; fewer
     * at the end of the list.
     *
     * @param after the context behind which the list begins; null for its start
     */
    public List<ConflictRecord> open(Set<String> types, @Nullable ContextKey after, int limit) {
        var found = new ArrayList<ConflictRecord>();
        KeyRange all = StoreKeys.openConflicts();
        rows.scan(after == null ? all : behind(all, StoreKeys.openConflictsRow(after)), (row, value) -> {
            ConflictRecord conflict = ConflictRecordCodec.decode(value);
            boolean full = found.size() >= limit && !found.getLast().key().equals(conflict.key());
            if (!full && types.contains(conflict.key().type())) {
                found.add(conflict);
            }
            return !full;
        });
        return found;
    }

    private static KeyRange behind(KeyRange range, byte[] row) {
        return StoreKeys.behind(range, row);
    }

    private void scan(KeyRange range, int limit, List<ConflictRecord> into) {
        int full = into.size() + limit;
        rows.scan(range, (row, value) -> {
            into.add(ConflictRecordCodec.decode(value));
            return into.size() < full;
        });
    }

    private record Changes(WriteBatch batch) implements ConflictChanges {
        @Override
        public void put(ConflictId id, ConflictRecord conflict) {
            ContextKey key = conflict.key();
            byte[] row = conflict.isOpen() ? StoreKeys.openConflict(key, id) : StoreKeys.settledConflict(key, id);
            batch.put(row, ConflictRecordCodec.encode(conflict));
            batch.put(StoreKeys.conflictId(key.tenant(), id), StoredContextKey.encode(key));
        }

        @Override
        public void removedOpen(ConflictId id, ContextKey key) {
            batch.delete(StoreKeys.openConflict(key, id));
            batch.delete(StoreKeys.conflictId(key.tenant(), id));
        }

        @Override
        public void removedSettled(ConflictId id, ContextKey key) {
            batch.delete(StoreKeys.settledConflict(key, id));
            batch.delete(StoreKeys.conflictId(key.tenant(), id));
        }

        @Override
        public void put(ContextKey key, DeleteMark mark) {
            batch.put(StoreKeys.deleteMark(key, mark.dot()), DeleteMarkCodec.encode(mark));
        }

        @Override
        public void removedMark(ContextKey key, Dot dot) {
            batch.delete(StoreKeys.deleteMark(key, dot));
        }
    }
}
