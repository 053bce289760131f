package io.crossweave.core.runtime.live;

import io.crossweave.core.causality.SiteClock;

/** The site clock fed by this machine's wall and monotonic clocks. */
public final class LiveClock {
    private final SiteClock clock;

    /**
     * @param notBeforeMs the last time that this site is known to have reached, 0 where there is none
     */
    public LiveClock(long notBeforeMs) {
        this.clock = new SiteClock(System.currentTimeMillis(), monotonicMs(), notBeforeMs);
    }

    /** Site time, milliseconds since the epoch; never goes back. */
    public long nowMs() {
        return clock.advance(System.currentTimeMillis(), monotonicMs());
    }

    /** How far the wall clock stands from the site clock in milliseconds while a step of it is not confirmed; 0 normally. */
    public long unconfirmedStepMs() {
        return clock.unconfirmedStepMs();
    }

    /** A peer's clock as its heartbeat told it. */
    public void heard(String peer, long peerClockMs) {
        clock.heard(peer, peerClockMs, monotonicMs());
    }

    private static long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }
}
