package io.crossweave.simulator.site;

import io.crossweave.core.causality.SiteClock;
import io.crossweave.simulator.fault.Faults;
import io.crossweave.simulator.time.Schedule;

/** The production site clock over a machine whose clocks drift, and whose wall clock is set now and then. */
final class SimulatedClock {
    private static final long MILLION = 1_000_000;

    private final Schedule schedule;
    private final Faults faults;
    private final String region;
    private final SiteClock clock;

    SimulatedClock(Schedule schedule, Faults faults, String region, long notBeforeMs) {
        this.schedule = schedule;
        this.faults = faults;
        this.region = region;
        this.clock = new SiteClock(wallMs(), monotonicMs(), notBeforeMs);
    }

    private long wallMs() {
        return monotonicMs() + faults.skewMs(region);
    }

    /** Drift counts from the machine's start: virtual time is small then. */
    private long monotonicMs() {
        long sinceStartMs = schedule.nowMs() % MILLION;
        return schedule.nowMs() + sinceStartMs * faults.driftPpm(region) / MILLION;
    }

    long nowMs() {
        return clock.advance(wallMs(), monotonicMs());
    }

    void heard(String peer, long peerClockMs) {
        clock.heard(peer, peerClockMs, monotonicMs());
    }
}
