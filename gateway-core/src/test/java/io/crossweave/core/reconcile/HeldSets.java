package io.crossweave.core.reconcile;

import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Holdings in memory: contexts by place, with the hashes of the areas of two digits kept as they change. */
final class HeldSets implements Holdings {
    private static final int KEPT_DIGITS = 2;

    private final List<TreeMap<Long, Held>> shards = new ArrayList<>();
    private final Map<Area, SetHash> sums = new HashMap<>();

    HeldSets() {
        Area.WHOLE.parts().forEach(each -> shards.add(new TreeMap<>(Long::compareUnsigned)));
    }

    /** The same, to be changed apart. */
    HeldSets copy() {
        var copy = new HeldSets();
        for (int shard = 0; shard < shards.size(); shard++) {
            copy.shards.get(shard).putAll(shards.get(shard));
        }
        copy.sums.putAll(sums);
        return copy;
    }

    void put(ContextKey key, SetHash hash) {
        Held held = new Held(key.shard(), key.fingerprint(), hash, 0, List.of());
        Held before = shards.get(key.shard()).put(key.fingerprint(), held);
        SetHash change = before == null ? hash : hash.minus(before.hash());
        sums.merge(Area.around(key, KEPT_DIGITS), change, SetHash::plus);
    }

    @Override
    public SetHash of(Area area) {
        if (area.shard() == Area.ALL_SHARDS || area.digits() < KEPT_DIGITS) {
            return area.parts().stream().map(this::of).reduce(SetHash.ZERO, SetHash::plus);
        }
        if (area.digits() == KEPT_DIGITS) {
            return sums.getOrDefault(area, SetHash.ZERO);
        }
        return held(area, Integer.MAX_VALUE).stream().map(Held::hash).reduce(SetHash.ZERO, SetHash::plus);
    }

    @Override
    public List<Held> held(Area area, int max) {
        List<TreeMap<Long, Held>> within = area.shard() == Area.ALL_SHARDS ? shards : List.of(shards.get(area.shard()));
        return within.stream()
                .flatMap(shard -> shard.subMap(area.prefix(), true, area.last(), true).values().stream())
                .filter(held -> area.isPoint() || !held.hash().isZero())
                .limit(max)
                .toList();
    }
}
