package io.crossweave.core.causality;

import io.crossweave.core.limits.Limits;
import java.util.Map;
import java.util.TreeMap;

/**
 * The clock of a site (L7). It runs with the monotonic clock and follows the wall clock only in small steps; a larger step of the wall
 * clock is adopted when a majority of the peers' heartbeats agree with it, else it is reported and left alone. It never goes back.
 */
public final class SiteClock {
    /** A wall clock that is off by less is followed: that is what time services do to it. */
    static final long STEP_MS_MAX = 500;
    /** All small steps together are followed only as fast as this, so that a clock that runs away in small steps is not: 1 %. */
    static final long SLEW_US_PER_MS = 10;
    /** A peer's clock agrees with the wall clock when it is off by less: heartbeats take their time. */
    static final long AGREEMENT_MS = 2_000;

    /** What a peer's clock was ahead of our monotonic clock when it was heard. */
    private final Map<String, Long> peerOffsets = new TreeMap<>();

    private long offsetMs;
    private long lastMs;
    private long lastMonotonicMs;
    private long slewUs = STEP_MS_MAX * 1_000;
    private long unconfirmedStepMs;

    /**
     * @param notBeforeMs the last time this site is known to have reached; a wall clock behind it is not believed
     */
    public SiteClock(long wallMs, long monotonicMs, long notBeforeMs) {
        long startMs = Math.max(wallMs, notBeforeMs);
        this.offsetMs = startMs - monotonicMs;
        this.lastMs = startMs;
        this.lastMonotonicMs = monotonicMs;
    }

    /** Site time now. Thread-safe. */
    public synchronized long advance(long wallMs, long monotonicMs) {
        long ownMs = monotonicMs + offsetMs;
        long stepMs = wallMs - ownMs;
        boolean small = maySlew(Math.abs(stepMs), monotonicMs);
        if (small || agreed(wallMs, monotonicMs)) {
            slewUs -= small ? Math.abs(stepMs) * 1_000 : 0;
            offsetMs = wallMs - monotonicMs;
            unconfirmedStepMs = 0;
            ownMs = wallMs;
        } else {
            unconfirmedStepMs = Math.abs(stepMs) < Limits.CLOCK_STEP_ALARM_MS ? 0 : stepMs;
        }
        lastMs = Math.max(lastMs, ownMs);
        return lastMs;
    }

    private boolean maySlew(long stepMs, long monotonicMs) {
        long elapsedMs = Math.clamp(monotonicMs - lastMonotonicMs, 0, STEP_MS_MAX * 1_000 / SLEW_US_PER_MS);
        lastMonotonicMs = monotonicMs;
        slewUs = Math.min(STEP_MS_MAX * 1_000, slewUs + elapsedMs * SLEW_US_PER_MS);
        return stepMs <= slewUs / 1_000;
    }

    private boolean agreed(long wallMs, long monotonicMs) {
        long agreeing = peerOffsets.values().stream()
                .filter(offset -> Math.abs(monotonicMs + offset - wallMs) <= AGREEMENT_MS)
                .count();
        // This site's own clock counts as one voice, and it speaks against the step.
        return agreeing * 2 > peerOffsets.size() + 1L;
    }

    /** Notes a peer's clock as its heartbeat told it. Thread-safe. */
    public synchronized void heard(String peer, long peerClockMs, long monotonicMs) {
        peerOffsets.put(peer, peerClockMs - monotonicMs);
    }

    /** How far the wall clock stands from this clock while its step is not confirmed; 0 where it is too little to speak of. */
    public synchronized long unconfirmedStepMs() {
        return unconfirmedStepMs;
    }
}
