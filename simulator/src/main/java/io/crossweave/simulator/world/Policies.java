package io.crossweave.simulator.world;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.policy.ResidencyPolicy;
import io.crossweave.simulator.check.Book;
import io.crossweave.simulator.policy.Geography;
import io.crossweave.simulator.policy.SimulatedPolicy;
import io.crossweave.simulator.policy.Undecided;
import io.crossweave.simulator.site.Site;
import io.crossweave.simulator.tally.Count;
import io.crossweave.simulator.tally.Tally;
import io.crossweave.simulator.time.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What the sites of a run follow. In a quarter of the worlds files change while things go wrong: at any site, at any time, to and fro between
 * two policies, and never at all sites at once. In the end all follow the last one.
 */
final class Policies {
    private static final long CHANGES = 0x9011C1E5L;
    private static final int EVERY_MS = 6_000;

    private final SplittableRandom random;
    private final List<String> regions;
    private final Geography last;
    private final Geography first;
    private final Map<String, Undecided> undecided = new TreeMap<>();
    private final Map<String, ReleasePolicy> before = new TreeMap<>();
    private final Map<String, ReleasePolicy> after = new TreeMap<>();
    private final Tally tally;
    private boolean ended;

    /** Drawn by itself, so that all else of a seed is the same. */
    Policies(long seed, Geography last, Tally tally) {
        this.random = new SplittableRandom(seed ^ CHANGES);
        this.last = last;
        this.regions = last.regions();
        this.tally = tally;
        this.first = random.nextInt(4) == 0 ? another() : last;
        for (String region : regions) {
            var here = new Undecided();
            undecided.put(region, here);
            before.put(region, policy(region, first, here));
            after.put(region, policy(region, last, here));
        }
    }

    private Geography another() {
        Set<String> outside = random.nextBoolean() ? Set.of("cc") : Set.of();
        Set<String> blind = random.nextBoolean() ? Set.of("bb") : Set.of();
        return new Geography(regions, outside, blind);
    }

    private ReleasePolicy policy(String region, Geography geography, Undecided here) {
        var rules = new ResidencyPolicy(region, PolicyCache.read(geography));
        return new SimulatedPolicy(rules, geography, here, tally);
    }

    /** What sites follow when they start for the first time. */
    ReleasePolicy first(String region) {
        return requireNonNull(before.get(region));
    }

    /** Whoever may not hold something by any of the policies. */
    Geography strictest() {
        return first.or(last);
    }

    /** Whoever is kept from something by all of the policies. */
    Geography always() {
        return first.and(last);
    }

    Map<String, Undecided> undecided() {
        return undecided;
    }

    void begin(Schedule schedule, Book book, Map<String, Site> sites) {
        if (!ended && !first.equals(last)) {
            schedule.after(1 + random.nextInt(EVERY_MS), () -> another(schedule, book, sites));
        }
    }

    private void another(Schedule schedule, Book book, Map<String, Site> sites) {
        if (ended) {
            return;
        }
        String region = regions.get(random.nextInt(regions.size()));
        Map<String, ReleasePolicy> next = random.nextBoolean() ? before : after;
        book.policyChanges();
        tally.add(Count.POLICY_CHANGES);
        requireNonNull(sites.get(region)).follow(requireNonNull(next.get(region)));
        begin(schedule, book, sites);
    }

    void end(Map<String, Site> sites) {
        ended = true;
        sites.forEach((region, site) -> site.follow(requireNonNull(after.get(region))));
    }
}
