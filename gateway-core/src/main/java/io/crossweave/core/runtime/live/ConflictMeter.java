package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.gateway.ConflictCount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Conflicts found since the start of which this site made the later write, by context type and pair of regions. */
public final class ConflictMeter {
    private final Map<AfterCommit.ConflictFound, LongAdder> counts = new ConcurrentHashMap<>();

    void found(AfterCommit.ConflictFound found) {
        counts.computeIfAbsent(found, absent -> new LongAdder()).increment();
    }

    /** The counts now, in no particular order. */
    List<ConflictCount> counts() {
        var now = new ArrayList<ConflictCount>();
        counts.forEach((found, count) ->
                now.add(new ConflictCount(found.type(), found.earlierRegion(), found.laterRegion(), count.sum())));
        return now;
    }
}
