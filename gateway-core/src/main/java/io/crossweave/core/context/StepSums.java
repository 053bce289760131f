package io.crossweave.core.context;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.rows.SumRows;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one step of a lane adds to the hashes of what is held of each site (L14), written with the entries themselves: so that no crash
 * leaves one without the other.
 */
final class StepSums {
    /** A site's entries in a context. */
    private record Part(ContextKey key, SiteId site) implements Comparable<Part> {
        @Override
        public int compareTo(Part other) {
            int byKey = key.compareTo(other.key);
            return byKey != 0 ? byKey : site.compareTo(other.site);
        }
    }

    private final SumRows rows;
    private final SetHashKey hashes;
    private final int shard;
    private final Map<Part, SetHash> changes = new TreeMap<>();
    /** By site and prefix. */
    private final Map<SiteId, Map<Long, Area>> resummed = new TreeMap<>();

    StepSums(SumRows rows, SetHashKey hashes, int shard) {
        this.shard = shard;
        this.rows = rows;
        this.hashes = hashes;
    }

    void added(ContextKey key, EntryId id) {
        change(key, id.dot().site(), of(key, id));
    }

    void removed(ContextKey key, EntryId id) {
        change(key, id.dot().site(), SetHash.ZERO.minus(of(key, id)));
    }

    /** Nothing of it is held more or less, but what is made from it has to be made again. */
    void touched(ContextKey key, SiteId site) {
        change(key, site, SetHash.ZERO);
    }

    void change(ContextKey key, SiteId site, SetHash difference) {
        changes.merge(new Part(key, site), difference, SetHash::plus);
    }

    /** Of an area the hash is to be the sum of those of its contexts, whatever it was. */
    void resum(SiteId site, Area area) {
        resummed.computeIfAbsent(site, absent -> new TreeMap<>()).put(area.prefix(), area);
    }

    private SetHash of(ContextKey key, EntryId id) {
        return hashes.entries(key, id.dot().site()).of(id.dot().counter(), id.ordinal());
    }

    /** Writes what has changed. The step before is committed, and nobody else writes the rows of this shard. */
    void finish(WriteBatch batch, long nowMs) {
        var buckets = new TreeMap<SiteId, Map<Long, SetHash>>();
        changes.forEach((part, change) -> {
            var scope = new Scope.Held(part.site());
            rows.put(batch, scope, part.key(), rows.of(scope, part.key()).changed(change, nowMs));
            Area area = Area.around(part.key(), SumKeys.BUCKET_DIGITS);
            buckets.computeIfAbsent(part.site(), site -> new TreeMap<>()).merge(area.prefix(), change, SetHash::plus);
        });
        resummed.forEach((site, areas) ->
                areas.forEach((prefix, area) -> buckets.computeIfAbsent(site, absent -> new TreeMap<>())
                        .merge(prefix, error(new Scope.Held(site), area), SetHash::plus)));
        buckets.forEach((site, sums) -> sums.forEach((prefix, change) -> {
            var scope = new Scope.Held(site);
            var area = new Area(shard, SumKeys.BUCKET_DIGITS, prefix);
            StoredSum before = rows.ofBucket(scope, area);
            rows.putBucket(batch, scope, area, before.changed(change, nowMs));
        }));
    }

    /** What the hash of an area lacks of the sum of those of its contexts, as they are stored. */
    private SetHash error(Scope scope, Area area) {
        var sum = new SetHash[] {SetHash.ZERO};
        rows.forEach(scope, area, (key, row) -> {
            sum[0] = sum[0].plus(row.hash());
            return true;
        });
        return sum[0].minus(rows.ofBucket(scope, area).hash());
    }
}
