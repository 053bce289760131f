package io.crossweave.core.repair;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.rows.SumRows;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the contexts of this store, from time to time and when it is asked to, for entries that are damaged, gone or back, by
 * the checks of the rows and the hashes that were kept when they were written. What changes while it is read looks suspicious too: the
 * context's lane decides.
 */
public final class LocalCheck {
    /** Contexts, and entries, that one call looks at: little, so that the store has time for others. */
    private static final int CONTEXTS_OF_A_CALL = 128;

    private static final int ENTRIES_OF_A_CALL = 20_000;
    /** What it costs to look at a shard that has hardly any. */
    private static final int ROWS_OF_A_SHARD_MIN = 8;

    private final RepairSettings settings;
    private final PolicyRows contexts;
    private final SumRows sums;
    /** What is to be looked at in the store's lanes: contexts, and areas whose hash is not the sum of those of their contexts. */
    public record Suspects(List<ContextKey> contexts, List<AreaSum> areas) {}

    /** The hash of what is held of a site in an area. */
    public record AreaSum(SiteId site, Area area) {}

    private @Nullable ContextKey after;
    /** Sites of which something was met in this round. */
    private final Set<SiteId> met = new TreeSet<>();
    /** Shards of which the areas are still to be looked at in this round. */
    private final Deque<AreaSum> shards = new ArrayDeque<>();

    private long dueMs;

    public LocalCheck(RepairSettings settings, ContextStore store, long firstMs) {
        this.settings = settings;
        this.contexts = new PolicyRows(store);
        this.sums = new SumRows(store);
        this.dueMs = firstMs;
    }

    /** Looks through everything as soon as it can, from the start. */
    public void checkNow() {
        dueMs = 0;
        after = null;
        shards.clear();
    }

    public boolean isDue(long nowMs) {
        return nowMs >= dueMs;
    }

    /** Looks at some more contexts, and behind the last one at areas; those that their lanes should count again. */
    public Suspects tick(long nowMs) {
        if (!isDue(nowMs)) {
            return new Suspects(List.of(), List.of());
        }
        if (!shards.isEmpty()) {
            List<AreaSum> wrong = someAreas();
            endWhereDone(nowMs);
            return new Suspects(List.of(), wrong);
        }
        return new Suspects(someContexts(nowMs), List.of());
    }

    private List<ContextKey> someContexts(long nowMs) {
        var suspicious = new ArrayList<ContextKey>();
        int entries = 0;
        List<PolicyRows.Context> page = contexts.contexts(after, CONTEXTS_OF_A_CALL);
        for (PolicyRows.Context context : page) {
            SumRows.EntryRows lying = sums.entryRows(context.key());
            if (!sums.areAsSaid(context.key(), context.meta().vector(), lying, settings.hashes())) {
                suspicious.add(context.key());
            }
            after = context.key();
            met.addAll(sitesOf(context.meta().vector()));
            entries += lying.sound().size();
            if (entries > ENTRIES_OF_A_CALL) {
                return suspicious;
            }
        }
        if (page.size() < CONTEXTS_OF_A_CALL) {
            after = null;
            met.forEach(site -> Area.WHOLE.parts().forEach(shard -> shards.add(new AreaSum(site, shard))));
            met.clear();
            endWhereDone(nowMs);
        }
        return suspicious;
    }

    private void endWhereDone(long nowMs) {
        if (shards.isEmpty()) {
            dueMs = nowMs + settings.everyMs();
        }
    }

    private List<AreaSum> someAreas() {
        var wrong = new ArrayList<AreaSum>();
        int looked = 0;
        while (!shards.isEmpty() && looked < ENTRIES_OF_A_CALL) {
            AreaSum next = shards.remove();
            looked += ROWS_OF_A_SHARD_MIN + lookAtShard(next, wrong);
        }
        return wrong;
    }

    /** How many rows there were. */
    private int lookAtShard(AreaSum shard, List<AreaSum> wrong) {
        var scope = new Scope.Held(shard.site());
        var rows = new int[1];
        var lacking = new TreeMap<Long, SetHash>();
        sums.forEach(scope, shard.area(), (key, row) -> {
            rows[0]++;
            lacking.merge(Area.around(key, SumKeys.BUCKET_DIGITS).prefix(), row.hash(), SetHash::plus);
            return true;
        });
        sums.forEachBucket(scope, shard.area(), (area, sum) -> {
            lacking.merge(area.prefix(), SetHash.ZERO.minus(sum.hash()), SetHash::plus);
            return true;
        });
        lacking.forEach((prefix, lacks) -> {
            if (!lacks.isZero()) {
                wrong.add(new AreaSum(shard.site(), new Area(shard.area().shard(), SumKeys.BUCKET_DIGITS, prefix)));
            }
        });
        return rows[0];
    }

    private static List<SiteId> sitesOf(VersionVector vector) {
        return vector.dots().stream().map(Dot::site).toList();
    }
}
