package io.crossweave.core.runtime.live;

import io.crossweave.core.causality.SiteClock;
import io.crossweave.core.limits.Limits;

/** The site clock fed by this machine's wall and monotonic clocks. */
public final class LiveClock {
    private final SiteClock clock;

    /**
     * The clock of a start, which begins where former ones can't have been. After a short stop that is a little later than the wall clock
     * shows: then this waits for the wall clock instead of going ahead of it.
     *
     * @throws IllegalStateException when the wait is interrupted
     */
    public static LiveClock of(SiteIdentity identity) {
        long aheadMs = identity.notBeforeMs() - System.currentTimeMillis();
        if (aheadMs > 0 && aheadMs <= Limits.CLOCK_RESERVE_MS) {
            try {
                Thread.sleep(aheadMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the wall clock", e);
            }
        }
        return new LiveClock(identity.notBeforeMs(), identity.reservedMs());
    }

    /**
     * @param notBeforeMs what former starts of this site had reserved, 0 where there is none
     * @param reservedMs what this start has reserved
     */
    LiveClock(long notBeforeMs, long reservedMs) {
        this.clock = new SiteClock(System.currentTimeMillis(), monotonicMs(), notBeforeMs, reservedMs);
    }

    /** Site time, milliseconds since the epoch; never goes back. */
    public long nowMs() {
        return clock.advance(System.currentTimeMillis(), monotonicMs());
    }

    /** The time up to which the site has to reserve next. */
    long toReserveMs() {
        return clock.toReserveMs();
    }

    /** The site has reserved time up to there. */
    void reserved(long untilMs) {
        clock.reserved(untilMs);
    }

    /** How far the wall clock stands from the site clock in milliseconds while a step of it is not confirmed; 0 normally. */
    public long unconfirmedStepMs() {
        return clock.unconfirmedStepMs();
    }

    /** A peer's clock as its heartbeat told it. */
    public void heard(String peer, long peerClockMs) {
        clock.heard(peer, peerClockMs, monotonicMs());
    }

    /** A peer that is none any more has no say in what time it is. */
    void forget(String peer) {
        clock.forget(peer);
    }

    private static long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }
}
