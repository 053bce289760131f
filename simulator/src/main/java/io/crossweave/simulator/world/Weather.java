package io.crossweave.simulator.world;

import static java.util.Objects.requireNonNull;

import io.crossweave.simulator.fault.FaultKind;
import io.crossweave.simulator.fault.Faults;
import io.crossweave.simulator.network.Network;
import io.crossweave.simulator.policy.Undecided;
import io.crossweave.simulator.site.Site;
import io.crossweave.simulator.tally.Tally;
import io.crossweave.simulator.time.Schedule;
import io.crossweave.simulator.workload.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Faults that last for a while or strike a whole site: cuts, crashes, outages of key services, clocks that are set, undecided policy. */
final class Weather {
    private static final long CUT_EVERY_MS = 4_000;
    private static final long CUT_MS_MAX = 6_000;
    private static final long CRASH_EVERY_MS = 9_000;
    private static final long OUTAGE_EVERY_MS = 6_000;
    private static final long OUTAGE_MS_MAX = 5_000;
    private static final long CLOCK_EVERY_MS = 8_000;
    private static final long HOLD_EVERY_MS = 900;

    private final Schedule schedule;
    private final Faults faults;
    private final Network network;
    private final Map<String, Site> sites;
    private final List<String> regions;
    private final Map<String, Undecided> undecided;
    private final Tally tally;

    Weather(
            Schedule schedule,
            Faults faults,
            Network network,
            Map<String, Site> sites,
            Map<String, Undecided> undecided,
            Tally tally) {
        this.schedule = schedule;
        this.faults = faults;
        this.network = network;
        this.sites = sites;
        this.regions = new ArrayList<>(sites.keySet());
        this.undecided = undecided;
        this.tally = tally;
    }

    void begin() {
        now(FaultKind.PARTITION, CUT_EVERY_MS, this::cut);
        now(FaultKind.CRASH, CRASH_EVERY_MS, this::crash);
        now(FaultKind.KMS_OUTAGE, OUTAGE_EVERY_MS, this::outage);
        now(FaultKind.CLOCK, CLOCK_EVERY_MS, () -> faults.setClock(anyRegion()));
        now(FaultKind.HOLD, HOLD_EVERY_MS, this::hold);
    }

    void end() {
        network.heal();
        sites.values().forEach(Site::keyServiceAnswers);
        undecided.values().forEach(Undecided::clear);
    }

    private void now(FaultKind kind, long everyMs, Runnable strike) {
        if (faults.has(kind)) {
            schedule.after(1 + faults.pauseMs(everyMs), () -> {
                if (faults.has(kind)) {
                    strike.run();
                    now(kind, everyMs, strike);
                }
            });
        }
    }

    private String anyRegion() {
        return regions.get(faults.below(regions.size()));
    }

    /** One direction of one link, or all links of one site in both directions. */
    private void cut() {
        String one = anyRegion();
        long forMs = 200 + faults.pauseMs(CUT_MS_MAX);
        if (faults.below(4) == 0) {
            for (String other : regions) {
                if (!other.equals(one)) {
                    network.cut(one, other, forMs);
                    network.cut(other, one, forMs);
                }
            }
        } else {
            String other = regions.get((regions.indexOf(one) + 1 + faults.below(regions.size() - 1)) % regions.size());
            network.cut(one, other, forMs);
        }
    }

    private void crash() {
        Site site = site();
        if (site.isAlive()) {
            tally.add(FaultKind.CRASH.count());
            site.crash();
        }
    }

    private void outage() {
        Site site = site();
        tally.add(FaultKind.KMS_OUTAGE.count());
        site.keyServiceFails();
        schedule.after(100 + faults.pauseMs(OUTAGE_MS_MAX), site::keyServiceAnswers);
    }

    private void hold() {
        Undecided here = requireNonNull(undecided.get(anyRegion()));
        tally.add(FaultKind.HOLD.count());
        if (faults.below(3) == 0) {
            here.toggle(anyRegion());
        } else {
            here.toggle(
                    anyRegion(), Clients.keys().get(faults.below(Clients.keys().size())));
        }
    }

    private Site site() {
        return requireNonNull(sites.get(anyRegion()));
    }
}
