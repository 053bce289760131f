package io.crossweave.core.runtime.live;

import io.crossweave.core.gateway.PeerStatus;
import java.util.Arrays;

/** The last lags of one peer and tier, in milliseconds: enough for percentiles that an operator looks at. */
final class LagRecorder {
    private static final int SAMPLES = 2_048;

    private final long[] samples = new long[SAMPLES];
    private long count;

    synchronized void record(long lagMs) {
        samples[(int) (count++ % SAMPLES)] = Math.max(0, lagMs);
    }

    synchronized PeerStatus.Lag lag(long stalenessMs) {
        int size = (int) Math.min(count, SAMPLES);
        if (size == 0) {
            return new PeerStatus.Lag(0, 0, 0, stalenessMs);
        }
        long[] sorted = Arrays.copyOf(samples, size);
        Arrays.sort(sorted);
        return new PeerStatus.Lag(at(sorted, 50), at(sorted, 95), at(sorted, 99), stalenessMs);
    }

    private static long at(long[] sorted, int percentile) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percentile / 100)];
    }
}
