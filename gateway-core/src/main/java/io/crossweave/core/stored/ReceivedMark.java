package io.crossweave.core.stored;

import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of one lane of one origin that are committed here, in one link epoch: all up to {@code cumulative}, and the ranges above.
 * Immutable.
 *
 * @param ahead disjoint ranges above {@code cumulative + 1}, ascending, never touching each other
 */
public record ReceivedMark(long linkEpoch, long cumulative, List<Range> ahead) {
    public static final ReceivedMark NONE = new ReceivedMark(0, 0, List.of());

    /** Numbers {@code from} to {@code to}, both included. */
    public record Range(long from, long to) {
        public Range {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("range " + from + ".." + to);
            }
        }
    }

    public ReceivedMark {
        ahead = List.copyOf(ahead);
    }

    public boolean contains(long number) {
        return number <= cumulative || ahead.stream().anyMatch(range -> range.from() <= number && number <= range.to());
    }

    /** The greatest number that is committed here. */
    public long highest() {
        return ahead.isEmpty() ? cumulative : ahead.getLast().to();
    }

    public ReceivedMark with(long number) {
        if (contains(number)) {
            return this;
        }
        var merged = new ArrayList<Range>(ahead.size() + 1);
        long from = number;
        long to = number;
        for (Range range : ahead) {
            if (range.to() + 1 < from) {
                merged.add(range);
            } else if (to + 1 < range.from()) {
                merged.add(new Range(from, to));
                from = range.from();
                to = range.to();
            } else {
                from = Math.min(from, range.from());
                to = Math.max(to, range.to());
            }
        }
        merged.add(new Range(from, to));
        long reached = cumulative;
        if (merged.getFirst().from() == cumulative + 1) {
            reached = merged.removeFirst().to();
        }
        return new ReceivedMark(linkEpoch, reached, merged);
    }

    /** What is missing up to {@code last}, at most {@code rangesMax} ranges, the lowest first. */
    public List<Range> missing(long last, int rangesMax) {
        var missing = new ArrayList<Range>();
        long next = cumulative + 1;
        for (Range range : ahead) {
            if (missing.size() == rangesMax || next > last) {
                return missing;
            }
            missing.add(new Range(next, Math.min(last, range.from() - 1)));
            next = range.to() + 1;
        }
        if (next <= last && missing.size() < rangesMax) {
            missing.add(new Range(next, last));
        }
        return missing;
    }
}
