package io.crossweave.core.model;

import io.crossweave.core.limits.Limits;

/** The ordered path of a subset of contexts on a link: tier and shard. */
public record LaneId(Tier tier, int shard) implements Comparable<LaneId> {
    public LaneId {
        if (shard < 0 || shard >= Limits.SHARDS) {
            throw new IllegalArgumentException("shard " + shard + " is outside 0.." + (Limits.SHARDS - 1));
        }
    }

    @Override
    public int compareTo(LaneId other) {
        int byTier = Integer.compare(tier.id(), other.tier.id());
        return byTier != 0 ? byTier : Integer.compare(shard, other.shard);
    }

    @Override
    public String toString() {
        return tier + "/" + shard;
    }
}
