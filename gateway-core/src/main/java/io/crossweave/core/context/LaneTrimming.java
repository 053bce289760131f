package io.crossweave.core.context;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.ContextRows;
import java.util.Map;
import java.util.TreeMap;

/** Takes away what nobody needs any more: log records of which all that was to be sent is applied wherever it goes (L12, L16). */
final class LaneTrimming {
    private final int shard;
    private final ContextRows rows;

    LaneTrimming(int shard, ContextRows rows) {
        this.shard = shard;
        this.rows = rows;
    }

    /** Trims a part of what may be trimmed: the rest is asked for again. Notes which of this site's items are stable by that. */
    void trim(LaneStep step, LaneInput.Trim asked) {
        Map<ContextKey, Long> stable = new TreeMap<>();
        rows.tidying()
                .trimLog(
                        step.batch(),
                        new LaneId(asked.tier(), shard),
                        asked.position(),
                        Limits.TRIM_RECORDS_MAX,
                        own -> stable.merge(own.key(), own.counter(), Math::max));
        stable.forEach((key, number) -> step.putTidyMark(key, step.tidyMark(key).stable(number)));
    }
}
