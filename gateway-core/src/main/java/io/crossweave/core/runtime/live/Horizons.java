package io.crossweave.core.runtime.live;

import io.crossweave.core.context.Horizon;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.LaneId;
import java.util.Map;
import java.util.function.Function;

/** How far is heard of all members together, in the lane of a context (L16). */
final class Horizons implements Function<ContextKey, Horizon> {
    private final Map<String, ContextType> types;
    private final Membership membership;
    private final LiveClock clock;

    Horizons(Map<String, ContextType> types, Membership membership, LiveClock clock) {
        this.types = types;
        this.membership = membership;
        this.clock = clock;
    }

    @Override
    public Horizon apply(ContextKey key) {
        ContextType type = types.get(key.type());
        if (type == null || membership.isChanging()) {
            return Horizon.UNKNOWN;
        }
        var lane = new LaneId(type.tier(), key.shard());
        Horizon horizon = Horizon.alone(clock.nowMs());
        // Also of one that was evicted: what it wrote before it fell silent may have let a context live longer.
        for (PeerLink link : membership.links().values()) {
            horizon = link.with(horizon, lane);
        }
        return horizon;
    }
}
