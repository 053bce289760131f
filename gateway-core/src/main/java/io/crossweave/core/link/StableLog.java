package io.crossweave.core.link;

import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LinkRows;
import java.util.Map;

/** Up to where nobody needs a lane's log any more (L12, L16). */
public final class StableLog {
    private final LinkRows rows;

    public StableLog(LinkRows rows) {
        this.rows = rows;
    }

    /**
     * The position up to which a lane's log may be trimmed, 0 where there is nothing to trim. A lane that starts again begins behind its
     * durable mark, so nothing behind that mark goes.
     *
     * @param applied of each destination the position up to which it has applied all that it gets
     */
    public long trimmable(LaneId lane, Map<String, Long> applied) {
        long stable = applied.isEmpty() ? rows.lastLogPosition(lane) : Long.MAX_VALUE;
        for (Map.Entry<String, Long> destination : applied.entrySet()) {
            stable = Math.min(stable, destination.getValue());
        }
        long trimmed = rows.trimmed(lane);
        if (stable <= trimmed) {
            return 0;
        }
        for (String destination : applied.keySet()) {
            stable = Math.min(stable, rows.confirmed(destination, lane));
        }
        return stable > trimmed ? stable : 0;
    }
}
