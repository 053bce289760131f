package io.crossweave.core.rows;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.stored.KeyRange;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import io.crossweave.core.wire.stored.SumKeys;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Which peers this site counts as members, durably, and what it keeps for each of them as a destination. */
public final class MemberRows {
    private static final String MEMBER = "member/";
    private static final String RETIRED = "retired/";
    private static final String EVICTED = "evicted/";

    private final StoredRows rows;
    private final LinkRows links;

    public MemberRows(ContextStore store) {
        this.rows = new StoredRows(store);
        this.links = new LinkRows(store);
    }

    /** The peers that were members last; empty in a new store. */
    public SortedSet<String> members() {
        return named(MEMBER);
    }

    /** Regions that were members and are none: their dots stay, and nobody sends those that are missing. */
    public SortedSet<String> retired() {
        return named(RETIRED);
    }

    /** Members for which no log is kept until they are heard again. */
    public SortedSet<String> evicted() {
        return named(EVICTED);
    }

    /** No record of a log is kept for a member any more: when it is heard again it joins anew. */
    public void evict(WriteBatch batch, String region, long nowMs) {
        batch.put(StoreKeys.mark(EVICTED + region), StoredNumber.encode(nowMs));
    }

    private SortedSet<String> named(String prefix) {
        var regions = new TreeSet<String>();
        rows.scan(StoreKeys.marks(prefix), (key, value) -> regions.add(StoreKeys.markName(key, prefix)));
        return regions;
    }

    /** Notes a member that this site has had a link to all along. */
    public void put(WriteBatch batch, String region, long nowMs) {
        batch.put(member(region), StoredNumber.encode(nowMs));
    }

    /**
     * Notes a member that comes now. What stands in the log so far is not looked at for it: all contexts are, by the look through them that
     * follows where a destination is told of no policy yet.
     */
    public void join(WriteBatch batch, String region, long nowMs) {
        put(batch, region, nowMs);
        batch.delete(StoreKeys.mark(RETIRED + region));
        batch.delete(StoreKeys.mark(EVICTED + region));
        batch.delete(PolicyRows.toldKey(region));
        forEachLane(lane -> links.putConfirmed(batch, region, lane, links.lastLogPosition(lane)));
    }

    /**
     * A member goes: no record of a log is kept for it any more. Which of its numbers are committed here stays known, in case it comes back
     * in the same run of its own.
     */
    public void retire(WriteBatch batch, String region, long nowMs) {
        batch.delete(member(region));
        batch.delete(StoreKeys.mark(EVICTED + region));
        batch.put(StoreKeys.mark(RETIRED + region), StoredNumber.encode(nowMs));
        batch.delete(PolicyRows.toldKey(region));
        forEachLane(lane -> batch.delete(StoreKeys.confirmed(region, lane)));
    }

    /**
     * What a destination was expected to hold is of no use without it; goes in parts, since there is a row for each context.
     *
     * @return how many rows go with this batch, at most {@code max}; 0 where nothing is left
     */
    public int forgetExpected(WriteBatch batch, String region, int max) {
        var found = new int[1];
        for (KeyRange range : SumKeys.expectedOf(region)) {
            rows.scan(range, (key, value) -> {
                boolean goes = found[0] < max;
                if (goes) {
                    batch.delete(key);
                    found[0]++;
                }
                return goes;
            });
        }
        return found[0];
    }

    private static byte[] member(String region) {
        return StoreKeys.mark(MEMBER + region);
    }

    private static void forEachLane(Consumer<LaneId> action) {
        for (Tier tier : Tier.values()) {
            for (int shard = 0; shard < Limits.SHARDS; shard++) {
                action.accept(new LaneId(tier, shard));
            }
        }
    }
}
