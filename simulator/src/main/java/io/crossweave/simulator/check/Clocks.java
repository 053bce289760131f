package io.crossweave.simulator.check;

import io.crossweave.core.model.SiteId;
import io.crossweave.simulator.site.Site;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running site's clock goes with its machine; it leaps ahead only to where a peer is, never alone after its wall clock. No start takes it
 * back (L7).
 */
final class Clocks {
    /** What small steps may add up to besides one in fifty of the time. */
    private static final long SLEW_MS = 1_000;

    private static final long AGREEMENT_MS = 5_000;

    private record Start(SiteId life, long linkEpoch, long clockMs, long monotonicMs) {}

    private final Map<String, Start> starts = new TreeMap<>();
    private final Map<String, Long> reached = new TreeMap<>();
    /** Also by what a lost disk had reserved. */
    private final Map<String, Long> furthest = new TreeMap<>();

    /** A disk was lost with the time that was reserved on it. */
    void forget(String region) {
        reached.remove(region);
    }

    void check(Site site) {
        String region = site.region();
        long clockMs = site.nowMs();
        Long before = reached.put(region, clockMs);
        furthest.merge(region, clockMs, Math::max);
        LawBroken.unless(
                before == null || before <= clockMs,
                Breach.OTHER,
                () -> "the clock of " + site.id() + " went back from " + before + " to " + clockMs);
        Start start = starts.get(region);
        if (start == null || !start.life().equals(site.id()) || start.linkEpoch() != site.linkEpoch()) {
            starts.put(
                    region,
                    new Start(
                            site.id(), site.linkEpoch(), clockMs, site.machine().monotonicMs()));
            return;
        }
        long elapsedMs = site.machine().monotonicMs() - start.monotonicMs();
        boolean leapt = clockMs - start.clockMs() > elapsedMs + SLEW_MS + elapsedMs / 50;
        LawBroken.unless(
                !leapt || isAPeerThere(region, clockMs),
                Breach.OTHER,
                () -> "the clock of " + site.id() + " leapt to " + clockMs + " by itself");
    }

    private boolean isAPeerThere(String region, long clockMs) {
        return furthest.entrySet().stream()
                .anyMatch(peer -> !peer.getKey().equals(region) && peer.getValue() >= clockMs - AGREEMENT_MS);
    }
}
