package io.crossweave.simulator.site;

import io.crossweave.core.causality.SiteClock;
import io.crossweave.core.runtime.live.SiteIdentity;
import io.crossweave.simulator.time.Schedule;

/** The production site clock over a machine whose clocks drift, and whose wall clock is set now and then. */
final class SimulatedClock {
    private static final long MILLION = 1_000_000;

    private final Machine machine;
    private final SiteClock clock;

    /** A region's machine, which outlives the processes on it. */
    record Machine(Surroundings around, String region) {
        long wallMs() {
            return monotonicMs() + around.faults().skewMs(region);
        }

        /** Drift counts from the machine's start: virtual time is small then. */
        long monotonicMs() {
            Schedule schedule = around.schedule();
            long sinceStartMs = schedule.nowMs() % MILLION;
            return schedule.nowMs() + sinceStartMs * around.faults().driftPpm(region) / MILLION;
        }
    }

    SimulatedClock(Machine machine, SiteIdentity identity) {
        this.machine = machine;
        this.clock =
                new SiteClock(machine.wallMs(), machine.monotonicMs(), identity.notBeforeMs(), identity.reservedMs());
    }

    long nowMs() {
        return clock.advance(machine.wallMs(), machine.monotonicMs());
    }

    long toReserveMs() {
        return clock.toReserveMs();
    }

    void reserved(long untilMs) {
        clock.reserved(untilMs);
    }

    void heard(String peer, long peerClockMs) {
        clock.heard(peer, peerClockMs, machine.monotonicMs());
    }
}
