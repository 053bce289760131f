package io.crossweave.cli.bench;

import java.util.Locale;
import org.HdrHistogram.ConcurrentHistogram;

/** Latencies in nanoseconds from the time at which an event was due. */
final class Timings {
    private static final long HIGHEST_NANOS = 120_000_000_000L;
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MS = 1e6;

    private final ConcurrentHistogram histogram = new ConcurrentHistogram(HIGHEST_NANOS, DIGITS);

    void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, HIGHEST_NANOS));
    }

    long count() {
        return histogram.getTotalCount();
    }

    double millis(double percentile) {
        return histogram.getValueAtPercentile(percentile) / NANOS_PER_MS;
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms (%d)",
                millis(50),
                millis(95),
                millis(99),
                histogram.getMaxValue() / NANOS_PER_MS,
                count());
    }
}
