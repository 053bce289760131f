package io.crossweave.simulator.tally;

import java.util.EnumMap;
import java.util.Map;

/** What happened how often. Sums of tallies do not depend on the order of adding, so ranges of seeds can be run in parallel. */
public final class Tally {
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    public void add(Count count) {
        add(count, 1);
    }

    public void add(Count count, long times) {
        counts.merge(count, times, Long::sum);
    }

    public void addAll(Tally other) {
        other.counts.forEach(this::add);
    }

    public long of(Count count) {
        return counts.getOrDefault(count, 0L);
    }
}
