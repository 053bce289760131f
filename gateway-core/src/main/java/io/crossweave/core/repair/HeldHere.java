package io.crossweave.core.repair;

import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.Held;
import io.crossweave.core.reconcile.Holdings;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.rows.RepairRows;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.List;
import java.util.TreeMap;

/** What this site holds of another's entries, as that one is told. */
final class HeldHere implements Holdings {
    private final SiteId origin;
    private final RepairRows rows;
    private final Scope scope;

    HeldHere(SiteId origin, RepairRows rows) {
        this.origin = origin;
        this.rows = rows;
        this.scope = new Scope.Held(origin);
    }

    @Override
    public SetHash of(Area area) {
        return rows.sums().of(scope, area);
    }

    @Override
    public List<Held> held(Area area, int max) {
        // By shard first: two shards may have contexts of one fingerprint.
        var found = new TreeMap<Area, Held>(Areas.ORDER);
        rows.sums().forEach(scope, area, (key, sum) -> {
            if (!sum.hash().isZero() || area.isPoint()) {
                Held one = held(key, sum.hash());
                found.merge(one.point(), one, Areas::together);
            }
            return found.size() < max;
        });
        return List.copyOf(found.values());
    }

    @Override
    public boolean isLarge(Area area) {
        // Of smaller areas no hash is kept: their parts take as long.
        return area.digits() < SumKeys.BUCKET_DIGITS && rows.sums().hasMore(scope, area, Limits.RECONCILED_ROWS_MAX);
    }

    private Held held(ContextKey key, SetHash hash) {
        List<Run> declined = rows.declined(key, origin);
        if (declined.size() > Limits.RECONCILED_DECLINED_MAX) {
            // What can't be told would look like damage: the origin is to conclude nothing.
            return new Held(key.shard(), key.fingerprint(), hash, Held.NO_VECTOR, List.of());
        }
        return new Held(key.shard(), key.fingerprint(), hash, rows.vectorFingerprint(key), declined);
    }
}
