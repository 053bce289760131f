package io.crossweave.simulator;

import io.crossweave.simulator.Simulation.Outcome;
import io.crossweave.simulator.check.Breach;
import io.crossweave.simulator.tally.Count;
import io.crossweave.simulator.tally.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sum over a range of seeds. */
public final class Summary {
    private final SeedRange range;
    private final Tally tally = new Tally();
    private final Map<Breach, Integer> breaches = new EnumMap<>(Breach.class);
    private final List<Outcome.Failed> failures = new ArrayList<>();
    private long seeds;

    Summary(SeedRange range) {
        this.range = range;
    }

    void add(Outcome outcome) {
        seeds++;
        tally.addAll(outcome.tally());
        if (outcome instanceof Outcome.Failed failed) {
            failures.add(failed);
            breaches.merge(failed.breach(), 1, Integer::sum);
        }
    }

    void addAll(Summary other) {
        seeds += other.seeds;
        tally.addAll(other.tally);
        failures.addAll(other.failures);
        other.breaches.forEach((breach, times) -> breaches.merge(breach, times, Integer::sum));
    }

    /** By seed. */
    public List<Outcome.Failed> failures() {
        return failures.stream()
                .sorted(Comparator.comparingLong(Outcome.Failed::seed))
                .toList();
    }

    public Tally tally() {
        return tally;
    }

    /** One line: what happened, and what was found broken, by the number of seeds. */
    @Override
    public String toString() {
        var line = new StringBuilder(
                "simulator: %d seeds (%d to %d)".formatted(seeds, range.first(), range.first() + range.seeds() - 1));
        for (Count count : Count.values()) {
            line.append(", ").append(count.text()).append(' ').append(tally.of(count));
        }
        String separator = "; ";
        for (Breach breach : Breach.values()) {
            line.append(separator).append(breach.text()).append(' ').append(breaches.getOrDefault(breach, 0));
            separator = ", ";
        }
        return line.toString();
    }
}
