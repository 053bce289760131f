package io.crossweave.core.link;

import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.limits.Limits;

/**
 * What a peer's silence is called, by its length (L17).
 *
 * @param suspectMs from here on the peer is suspect
 * @param partitionedMs from here on it counts as partitioned
 * @param alertMs from here on somebody is alerted
 * @param evictMs from here on no log is kept for the peer (L16)
 */
public record SilenceBounds(long suspectMs, long partitionedMs, long alertMs, long evictMs) {
    /** A lost heartbeat means a silence of two intervals, and a little more where the machine is busy. */
    public static final long SUSPECT_MS_MIN = 3 * Limits.HEARTBEAT_MS;

    public static final SilenceBounds DEFAULT =
            new SilenceBounds(Limits.SUSPECT_AFTER_MS, Limits.PARTITIONED_AFTER_MS, Limits.ALERT_AFTER_MS);

    /** Bounds of a peer for which the log is kept for the usual time. */
    public SilenceBounds(long suspectMs, long partitionedMs, long alertMs) {
        this(suspectMs, partitionedMs, alertMs, Math.max(alertMs + 1, Limits.EVICT_AFTER_MS));
    }

    public SilenceBounds {
        if (suspectMs < SUSPECT_MS_MIN) {
            throw new IllegalArgumentException("a peer may be suspect after " + SUSPECT_MS_MIN
                    + " ms at the earliest: one lost heartbeat is no sign");
        }
        if (partitionedMs <= suspectMs || alertMs <= partitionedMs) {
            throw new IllegalArgumentException("suspect, partitioned and alert must follow each other: " + suspectMs
                    + ", " + partitionedMs + ", " + alertMs + " ms");
        }
        if (evictMs <= alertMs) {
            throw new IllegalArgumentException(
                    "a peer is evicted later than alerted of: " + alertMs + ", " + evictMs + " ms");
        }
    }

    PeerStatus.State state(long silentMs) {
        if (silentMs >= partitionedMs) {
            return PeerStatus.State.PARTITIONED;
        }
        return silentMs >= suspectMs ? PeerStatus.State.SUSPECT : PeerStatus.State.UP;
    }
}
