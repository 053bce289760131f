package io.crossweave.core.runtime.live;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.StableLog;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Looks again and again up to where every peer has applied what it gets, and has context lanes trim their logs so far (L12). */
final class LogTrimming implements Runnable {
    /** Hands an input to a context lane; waits for room. */
    @FunctionalInterface
    interface Lanes {
        void put(int shard, LaneInput input) throws InterruptedException;
    }

    private final StableLog log;
    /** Changes as members do. */
    private final Map<String, PeerLink> links;

    private final BooleanSupplier membersChange;
    private final Predicate<String> isEvicted;
    private final Lanes lanes;
    private final Consumer<Throwable> fail;

    LogTrimming(StableLog log, Membership membership, Lanes lanes, Consumer<Throwable> fail) {
        this.log = log;
        this.links = membership.links();
        this.membersChange = membership::isChanging;
        this.isEvicted = membership::isEvicted;
        this.lanes = lanes;
        this.fail = fail;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (Tier tier : Tier.values()) {
                    for (int shard = 0; shard < Limits.SHARDS; shard++) {
                        trim(new LaneId(tier, shard));
                    }
                }
                Thread.sleep(Limits.TRIM_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void trim(LaneId lane) throws InterruptedException {
        var applied = new TreeMap<String, Long>();
        links.forEach((region, link) -> {
            if (!isEvicted.test(region)) {
                applied.put(region, link.appliedPosition(lane));
            }
        });
        long position = log.trimmable(lane, applied);
        // One who comes begins at the log's end, which is no earlier than any position that was computed before.
        if (position > 0 && !membersChange.getAsBoolean()) {
            lanes.put(lane.shard(), new LaneInput.Trim(lane.tier(), position));
        }
    }
}
