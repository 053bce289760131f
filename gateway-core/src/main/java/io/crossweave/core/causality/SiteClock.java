package io.crossweave.core.causality;

import io.crossweave.core.limits.Limits;
import java.util.Map;
import java.util.TreeMap;

/**
 * The clock of a site (L7). It runs with the monotonic clock and follows the wall clock only in small steps; a larger step of the wall
 * clock is adopted when a majority of the peers' heartbeats agree with it, else it is reported and left alone. It never goes back, also
 * not at a restart: it never shows a time beyond what is durably reserved, and a start begins at the end of what was.
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
    private long reservedMs;
    /** What was to be reserved last: it takes the place of all before. */
    private long toReserveMs = Long.MAX_VALUE;
    /** A step that is agreed upon and leads beyond what is reserved; 0 where there is none. */
    private long agreedMs;

    /**
     * @param notBeforeMs what former starts of this site had reserved; a wall clock behind it is not believed
     * @param reservedMs what this start has reserved, durably
     */
    public SiteClock(long wallMs, long monotonicMs, long notBeforeMs, long reservedMs) {
        long startMs = Math.max(wallMs, notBeforeMs);
        this.reservedMs = reservedMs;
        this.offsetMs = startMs - monotonicMs;
        this.lastMs = startMs;
        this.lastMonotonicMs = monotonicMs;
    }

    /** Site time now. Thread-safe. */
    public synchronized long advance(long wallMs, long monotonicMs) {
        long ownMs = monotonicMs + offsetMs;
        long stepMs = wallMs - ownMs;
        boolean small = maySlew(Math.abs(stepMs), monotonicMs);
        boolean agreed = !small && agreed(wallMs, monotonicMs);
        agreedMs = agreed ? wallMs : 0;
        if (small || (agreed && wallMs <= reservedMs)) {
            slewUs -= small ? Math.abs(stepMs) * 1_000 : 0;
            offsetMs = wallMs - monotonicMs;
            unconfirmedStepMs = 0;
            ownMs = wallMs;
        } else {
            unconfirmedStepMs = Math.abs(stepMs) < Limits.CLOCK_STEP_ALARM_MS ? 0 : stepMs;
        }
        lastMs = Math.max(lastMs, Math.min(ownMs, reservedMs));
        return lastMs;
    }

    /** The time up to which the site has to reserve next, so that this clock may go on. Thread-safe. */
    public synchronized long toReserveMs() {
        toReserveMs = Math.max(lastMs, agreedMs) + Limits.CLOCK_RESERVE_MS;
        // It may be less than before, where an agreement has lapsed: what is durable will be less then, and a crash
        // would
        // go back behind what was shown.
        reservedMs = Math.min(reservedMs, toReserveMs);
        return toReserveMs;
    }

    /** The site has reserved time up to there, durably. Thread-safe. */
    public synchronized void reserved(long untilMs) {
        reservedMs = Math.max(reservedMs, Math.min(untilMs, toReserveMs));
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

    /** A peer that is none any more has no say. Thread-safe. */
    public synchronized void forget(String peer) {
        peerOffsets.remove(peer);
    }

    /** How far the wall clock stands from this clock while its step is not confirmed; 0 where it is too little to speak of. */
    public synchronized long unconfirmedStepMs() {
        return unconfirmedStepMs;
    }
}
