package io.crossweave.core.context;

import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.rows.ContextRows;
import java.util.EnumMap;

/** The next position of each tier's log in one shard; positions start at 1 and are dense. */
final class LaneLog {
    private final int shard;
    private final EnumMap<Tier, Long> last = new EnumMap<>(Tier.class);

    LaneLog(int shard, ContextRows rows) {
        this.shard = shard;
        for (Tier tier : Tier.values()) {
            last.put(tier, rows.lastLogPosition(lane(tier)));
        }
    }

    LaneId lane(Tier tier) {
        return new LaneId(tier, shard);
    }

    long next(Tier tier) {
        return last.merge(tier, 1L, Long::sum);
    }
}
