package io.crossweave.simulator.site;

import io.crossweave.simulator.fault.Faults;
import io.crossweave.simulator.time.Schedule;

/** The clocks of a region's machine, which outlives the processes on it. */
public record Machine(Schedule schedule, Faults faults, String region) {
    private static final long MILLION = 1_000_000;

    long wallMs() {
        return monotonicMs() + faults.skewMs(region);
    }

    /** Drift counts from the machine's start: virtual time is small then. */
    public long monotonicMs() {
        long sinceStartMs = schedule.nowMs() % MILLION;
        return schedule.nowMs() + sinceStartMs * faults.driftPpm(region) / MILLION;
    }
}
