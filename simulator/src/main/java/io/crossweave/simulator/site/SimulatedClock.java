package io.crossweave.simulator.site;

import io.crossweave.core.causality.SiteClock;
import io.crossweave.core.runtime.live.SiteIdentity;

/** The production site clock over a machine whose clocks drift, and whose wall clock is set now and then. */
final class SimulatedClock {
    private final Machine machine;
    private final SiteClock clock;

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
