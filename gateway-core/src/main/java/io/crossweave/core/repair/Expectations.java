package io.crossweave.core.repair;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.Held;
import io.crossweave.core.reconcile.Holdings;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.RepairRows;
import io.crossweave.core.rows.SumRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a destination should hold of the entries of one of this site's lives: those that are live here and that policy releases to it. The hashes of these
 * sets stand in the store, each with what it was made from; an area in which nothing has changed since, entries, sharers and policy, is
 * not looked at again.
 */
final class Expectations implements Holdings {
    private final SiteId site;
    private final String destination;
    private final ReleasePolicy policy;
    private final SetHashKey hashes;
    private final LinkRows links;
    private final RepairRows rows;
    private final Scope own;
    private final Scope expected;

    /**
     * @param site one of this site's lives
     */
    Expectations(SiteId site, RepairSettings settings, String destination, LinkRows links, RepairRows rows) {
        this.site = site;
        this.destination = destination;
        this.policy = settings.policy();
        this.hashes = settings.hashes();
        this.links = links;
        this.rows = rows;
        this.own = new Scope.Held(site);
        this.expected = new Scope.Expected(site, destination);
    }

    /** Whose entries they are. */
    SiteId site() {
        return site;
    }

    @Override
    public SetHash of(Area area) {
        return rows.sums().of(expected, area);
    }

    @Override
    public List<Held> held(Area area, int max) {
        var found = new TreeMap<Area, Held>(Areas.ORDER);
        rows.sums().forEach(expected, area, (key, sum) -> {
            if (!sum.hash().isZero() || area.isPoint()) {
                var one = new Held(key.shard(), key.fingerprint(), sum.hash(), 0, List.of());
                found.merge(one.point(), one, Areas::together);
            }
            return found.size() < max;
        });
        return List.copyOf(found.values());
    }

    /** The areas that have to be reckoned anew. */
    List<Area> stale() {
        long epoch = policy.version();
        var stale = new ArrayList<Area>();
        rows.sums().forEachBucket(own, (area, now) -> {
            StoredSum then = rows.sums().ofBucket(expected, area);
            if (then.changes() != now.changes() || then.epoch() != epoch) {
                stale.add(area);
            }
            return true;
        });
        return stale;
    }

    /** Reckons an area anew; what is to be written, in one batch. */
    WriteBatch reckon(Area area) {
        // Before anything is read: what changes meanwhile makes the area stale again.
        long epoch = policy.version();
        long changes = rows.sums().ofBucket(own, area).changes();
        var batch = new WriteBatch();
        var total = new SetHash[] {SetHash.ZERO};
        var decided = new boolean[] {true};
        SumRows sums = rows.sums();
        sums.forEach(own, area, (key, now) -> {
            StoredSum then = sums.of(expected, key);
            if (then.changes() != now.changes() || then.epoch() != epoch) {
                Optional<SetHash> fresh = of(key, List.of());
                then = new StoredSum(fresh.orElse(then.hash()), now.changes(), fresh.isPresent() ? epoch : 0);
                sums.put(batch, expected, key, then);
            }
            decided[0] &= then.epoch() == epoch;
            total[0] = total[0].plus(then.hash());
            return true;
        });
        sums.putBucket(batch, expected, area, new StoredSum(total[0], changes, decided[0] ? epoch : 0));
        return batch;
    }

    /** This site's contexts at a point. */
    List<ContextKey> contextsAt(Area point) {
        var keys = new ArrayList<ContextKey>();
        rows.sums().forEach(own, point, (key, sum) -> keys.add(key));
        return keys;
    }

    /**
     * What the destination should hold of a context now; empty where that is not known: policy can't decide, or the entries here are not
     * what their hash says, so that nothing may be concluded from them.
     *
     * @param declined dots that the destination has given up
     */
    Optional<SetHash> of(ContextKey key, List<Run> declined) {
        SetHashKey.Entries entries = hashes.entries(key, site);
        SetHash said = rows.sums().of(own, key).hash();
        Set<EntryId> live = links.liveOf(key, site, 1, Long.MAX_VALUE - 1);
        var all = SetHash.ZERO;
        var released = SetHash.ZERO;
        boolean shared = links.sharers(key).contains(destination);
        long counter = 0;
        List<Integer> dropped = List.of();
        boolean isOut = false;
        for (EntryId id : live) {
            SetHash hash = entries.of(id.dot().counter(), id.ordinal());
            all = all.plus(hash);
            if (shared && id.dot().counter() != counter) {
                counter = id.dot().counter();
                CausalItem item = links.ownItem(key, links.ownNumber(key, id.dot()));
                if (!(item instanceof StampedEvent event)) {
                    return Optional.empty(); // tidied away, and an entry of it is back
                }
                switch (policy.decide(event, destination)) {
                    case ReleaseDecision.Hold _ -> {
                        return Optional.empty();
                    }
                    case ReleaseDecision.Withhold _ -> isOut = false;
                    case ReleaseDecision.Release(var _, var hidden) -> {
                        dropped = hidden;
                        isOut = isOut(counter, declined);
                    }
                }
            }
            if (isOut && !dropped.contains(id.ordinal())) {
                released = released.plus(hash);
            }
        }
        return all.equals(said) ? Optional.of(released) : Optional.empty();
    }

    private static boolean isOut(long counter, List<Run> declined) {
        return declined.stream().noneMatch(run -> run.contains(counter));
    }
}
