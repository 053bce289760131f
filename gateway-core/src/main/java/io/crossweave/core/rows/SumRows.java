package io.crossweave.core.rows;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.core.wire.stored.CheckedRow;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredSumCodec;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The hashes of what is held, and of what destinations are expected to hold (L14): by context, and summed up by area. A row that is damaged
 * counts as that of nothing: the difference shows, and it is counted again.
 */
public final class SumRows {
    private final StoredRows rows;

    public SumRows(ContextStore store) {
        this(new StoredRows(store));
    }

    SumRows(StoredRows rows) {
        this.rows = rows;
    }

    public StoredSum of(Scope scope, ContextKey key) {
        return get(SumKeys.row(scope, key));
    }

    public void put(WriteBatch batch, Scope scope, ContextKey key, StoredSum sum) {
        put(batch, SumKeys.row(scope, key), sum);
    }

    /** Visits the contexts of an area, by fingerprint ascending, while it is asked to go on. */
    public void forEach(Scope scope, Area area, BiPredicate<ContextKey, StoredSum> visit) {
        rows.scan(
                SumKeys.rows(scope, area),
                (row, value) -> visit.test(SumKeys.contextKey(scope, row), decode(row, value)));
    }

    /** Whether an area has more rows than so many. */
    public boolean hasMore(Scope scope, Area area, int rowsMax) {
        var left = new int[] {rowsMax};
        rows.scan(SumKeys.rows(scope, area), (row, value) -> --left[0] >= 0);
        return left[0] < 0;
    }

    public StoredSum ofBucket(Scope scope, Area area) {
        return get(SumKeys.bucket(scope, area));
    }

    public void putBucket(WriteBatch batch, Scope scope, Area area, StoredSum sum) {
        put(batch, SumKeys.bucket(scope, area), sum);
    }

    /** Visits the areas whose hashes are kept. */
    public void forEachBucket(Scope scope, BiPredicate<Area, StoredSum> visit) {
        forEachBucket(scope, Area.WHOLE, visit);
    }

    /** Visits the areas within one whose hashes are kept. */
    public void forEachBucket(Scope scope, Area area, BiPredicate<Area, StoredSum> visit) {
        rows.scan(
                SumKeys.buckets(scope, area), (row, value) -> visit.test(SumKeys.bucketArea(row), decode(row, value)));
    }

    /** The lives of a region of which anything is held, or was. */
    public SortedSet<SiteId> lives(String region) {
        var lives = new TreeSet<SiteId>();
        SiteId next = firstLife(region, null);
        while (next != null) {
            lives.add(next);
            next = firstLife(region, next);
        }
        return lives;
    }

    private @Nullable SiteId firstLife(String region, @Nullable SiteId behind) {
        var first = new SiteId[1];
        rows.scan(SumKeys.bucketsOfRegion(region, behind), (row, value) -> {
            first[0] = SumKeys.bucketSite(region, row);
            return false;
        });
        return first[0];
    }

    /** The hash of all that an area holds: the sum of what is kept for areas in it, or of its contexts where it is smaller than those. */
    public SetHash of(Scope scope, Area area) {
        var sum = new SetHash[] {SetHash.ZERO};
        var range = area.digits() <= SumKeys.BUCKET_DIGITS ? SumKeys.buckets(scope, area) : SumKeys.rows(scope, area);
        rows.scan(range, (row, value) -> {
            sum[0] = sum[0].plus(decode(row, value).hash());
            return true;
        });
        return sum[0];
    }

    /**
     * The entries of a context as they lie in the store.
     *
     * @param sound those that are what was written
     * @param damaged the rows of the others
     */
    public record EntryRows(SortedSet<EntryId> sound, List<EntryId> damaged) {}

    public EntryRows entryRows(ContextKey key) {
        var sound = new TreeSet<EntryId>();
        var damaged = new ArrayList<EntryId>();
        rows.scan(StoreKeys.entries(key), (row, checked) -> {
            EntryId id = StoreKeys.entryId(key, row);
            return CheckedRow.open(row, checked).isPresent() ? sound.add(id) : damaged.add(id);
        });
        return new EntryRows(sound, damaged);
    }

    /** Whether the entries of a context lie in the store as the hashes of what is held say: none is damaged, gone or back. */
    public boolean areAsSaid(ContextKey key, VersionVector vector, EntryRows lying, SetHashKey hashes) {
        var truth = new TreeMap<SiteId, SetHash>();
        for (int i = 0; i < vector.size(); i++) {
            truth.put(vector.siteAt(i), SetHash.ZERO);
        }
        var entries = new TreeMap<SiteId, SetHashKey.Entries>();
        for (EntryId id : lying.sound()) {
            SiteId origin = id.dot().site();
            SetHash hash = entries.computeIfAbsent(origin, each -> hashes.entries(key, each))
                    .of(id.dot().counter(), id.ordinal());
            truth.merge(origin, hash, SetHash::plus);
        }
        return lying.damaged().isEmpty()
                && truth.entrySet().stream()
                        .allMatch(part ->
                                of(new Scope.Held(part.getKey()), key).hash().equals(part.getValue()));
    }

    private StoredSum get(byte[] row) {
        StoredSum sum = rows.get(row, value -> decode(row, value));
        return sum == null ? StoredSum.NONE : sum;
    }

    private static StoredSum decode(byte[] row, byte[] value) throws WireFormatException {
        Optional<byte[]> opened = CheckedRow.open(row, value);
        return opened.isEmpty() ? StoredSum.NONE : StoredSumCodec.decode(opened.get());
    }

    private static void put(WriteBatch batch, byte[] row, StoredSum sum) {
        batch.put(row, CheckedRow.seal(row, StoredSumCodec.encode(sum)));
    }
}
