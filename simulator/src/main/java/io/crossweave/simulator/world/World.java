package io.crossweave.simulator.world;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.membership.Members;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.simulator.check.Answers;
import io.crossweave.simulator.check.Book;
import io.crossweave.simulator.check.FinalChecks;
import io.crossweave.simulator.check.FrameChecks;
import io.crossweave.simulator.fault.Faults;
import io.crossweave.simulator.keys.SeededEntropy;
import io.crossweave.simulator.keys.SharedKeys;
import io.crossweave.simulator.keys.SignedHere;
import io.crossweave.simulator.network.Network;
import io.crossweave.simulator.policy.Geography;
import io.crossweave.simulator.site.Site;
import io.crossweave.simulator.site.SiteSettings;
import io.crossweave.simulator.site.Surroundings;
import io.crossweave.simulator.tally.Count;
import io.crossweave.simulator.tally.Tally;
import io.crossweave.simulator.time.Schedule;
import io.crossweave.simulator.trace.Trace;
import io.crossweave.simulator.workload.Clients;
import io.crossweave.simulator.workload.Dialogues;
import io.crossweave.simulator.workload.Resolutions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** The sites of one seed, their clients, and what goes wrong; first a time of faults, then a time in which everything must come together. */
public final class World {
    private static final List<String> REGIONS = List.of("aa", "bb", "cc", "dd");
    private static final SharedKeys KEYS = SharedKeys.of(REGIONS);
    private static final long START_MS = 1_000_000;
    private static final int EVENTS_MIN = 200;
    private static final long CHAOS_MS_MAX = 60_000;
    private static final long CLOCKS_MS = 4_000;
    /** Nothing that repeats itself at a site coincides with the end of each slice. */
    private static final long SLICE_MS = 997;

    private static final int SLICES_MAX = 400;
    private static final int SLICES_MIN = 7;
    private static final long TOPOLOGIES = 0x70B0L;
    private static final long REPAIR_MS = 7_000;
    private static final long NO_REPAIR_MS = 1L << 50;
    private static final int DAMAGES_MAX = 4;
    private static final int REPAIR_ROUNDS = 2;

    private final SplittableRandom random;
    private final Trace trace;
    private final Tally tally = new Tally();
    private final Schedule schedule;
    private final Faults faults;
    private final Geography geography;
    private final Policies policies;
    private final Book book;
    private final FrameChecks frames;
    private final Network network;
    private final Clients clients;
    private final Resolutions resolutions;
    private final Weather weather;
    private final Map<String, Site> sites = new TreeMap<>();
    private final Map<ContextKey, Set<String>> acknowledged = new TreeMap<>();
    private final int eventsMax;
    private final Optional<Conversation> conversation;
    private boolean chaos = true;

    public World(long seed, Trace trace) {
        this.trace = trace;
        random = new SplittableRandom(seed);
        List<String> regions = REGIONS.subList(0, random.nextInt(8) == 0 ? 4 : 3);
        Set<String> outside = random.nextBoolean() ? Set.of("cc") : Set.of();
        Set<String> blind = random.nextBoolean() ? Set.of("bb") : Set.of();
        geography = new Geography(regions, outside, blind);
        eventsMax = EVENTS_MIN + random.nextInt(50);
        schedule = new Schedule(START_MS, trace);
        faults = new Faults(random.split(), regions, tally);
        policies = new Policies(seed, geography, tally);
        book = new Book(policies.strictest(), faults.inbox().eventsMax());
        var entropy = new SeededEntropy(random.split());
        frames = new FrameChecks(
                KEYS, regions, entropy, seed % 4 == 0 ? FrameChecks.Opening.ALL : FrameChecks.Opening.NONE);
        network = new Network(schedule, faults, tally, trace, frames);
        clients = new Clients(random.split(), geography);
        resolutions = new Resolutions(random.split());
        var around = new Surroundings(schedule, network, faults, entropy, new SignedHere(), trace, tally, book);
        Map<String, ContextType> types = Geography.typesByName(PolicyCache.read(geography));
        Topology topology = topology(seed, regions);
        for (String region : regions) {
            var members = new Members(region, topology);
            var id = new SiteId(region, 7);
            var site = new Site(
                    new SiteSettings(
                            id,
                            members,
                            types,
                            shards(),
                            clients.tidied(),
                            policies.first(region),
                            KEYS.of(region),
                            repairEveryMs(seed)),
                    around);
            sites.put(region, site);
            network.connect(region, site);
        }
        book.among(sites.values());
        weather = new Weather(schedule, faults, network, sites, policies.undecided(), tally);
        tally.add(Count.SITES, regions.size());
        conversation = conversation();
    }

    /** In three of eight worlds sites reach each other over relays. Drawn by itself, so that all else of a seed stays what it was. */
    private Topology topology(long seed, List<String> regions) {
        var drawn = new SplittableRandom(seed ^ TOPOLOGIES);
        String first = regions.get(drawn.nextInt(regions.size()));
        int kind = drawn.nextInt(8);
        if (kind > 2) {
            return Topology.mesh(regions);
        }
        tally.add(Count.RELAYED_WORLDS);
        if (kind == 0) {
            return Topology.star(first, regions);
        }
        var parents = new TreeMap<String, String>();
        var placed = new ArrayList<>(List.of(first));
        for (String region : regions) {
            if (!region.equals(first)) {
                parents.put(region, kind == 1 ? placed.getLast() : placed.get(drawn.nextInt(placed.size())));
                placed.add(region);
            }
        }
        return Topology.hierarchy(parents);
    }

    /** Some seeds compare while things go wrong; all of them at the end. */
    private static long repairEveryMs(long seed) {
        return seed % 3 == 0 ? REPAIR_MS : NO_REPAIR_MS;
    }

    /** One of those that people wrote, where they are at hand; its two speakers at different sites. */
    private Optional<Conversation> conversation() {
        if (Dialogues.count() == 0) {
            return Optional.empty();
        }
        tally.add(Count.CONVERSATIONS);
        var both = new ArrayList<>(sites.values());
        both.remove(random.nextInt(both.size()));
        Map<String, Site> speakers = Map.of("USER", both.getFirst(), "SYSTEM", both.getLast());
        return Optional.of(new Conversation(schedule, clients, book, speakers, this::answered));
    }

    private static SortedSet<Integer> shards() {
        return new TreeSet<>(Clients.keys().stream().map(ContextKey::shard).toList());
    }

    /** Clients ask and things go wrong. */
    public void chaos() {
        sites.values().forEach(Site::start);
        weather.begin();
        policies.begin(schedule, book, sites);
        schedule.after(1, this::ask);
        conversation.ifPresent(talk -> talk.begin(Dialogues.turns(random.nextInt(Dialogues.count()))));
        while (clients.asked().size() < eventsMax && schedule.nowMs() < START_MS + CHAOS_MS_MAX) {
            schedule.runUntil(schedule.nowMs() + SLICE_MS);
        }
        chaos = false;
        conversation.ifPresent(Conversation::end);
        tally.add(Count.EVENTS, clients.asked().size());
    }

    private void ask() {
        if (!chaos) {
            return;
        }
        Site site = anySite();
        int most = random.nextInt(3) == 0 ? 4 : 1;
        for (int i = 0; i < most && site.isUp(); i++) {
            ContextEvent change = clients.next(site);
            book.asked(change);
            site.publish(change, outcome -> answered(change, outcome));
        }
        if (site.isUp() && random.nextInt(10) == 0) {
            resolutions.next(site).ifPresent(resolution -> site.publish(resolution, this::resolved));
        }
        schedule.after(1 + random.nextInt(160), this::ask);
    }

    private void resolved(PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Published published && !published.replayed()) {
            tally.add(Count.RESOLUTIONS);
        }
    }

    private void answered(ContextEvent change, PublishOutcome outcome) {
        if (outcome instanceof PublishOutcome.Published) {
            tally.add(Count.ACKNOWLEDGED);
            acknowledged.computeIfAbsent(change.key(), key -> new TreeSet<>()).add(change.eventId());
        }
    }

    private Site anySite() {
        return new ArrayList<>(sites.values()).get(random.nextInt(sites.size()));
    }

    /** Ends all faults and lets the sites talk until nothing is left to say. */
    public void heal() {
        faults.end();
        weather.end();
        policies.end(sites);
        // Clocks are set right first; then all time passes that any of them was ahead.
        schedule.runUntil(schedule.nowMs() + CLOCKS_MS);
        if (faults.wasFarAhead()) {
            // Running clocks would go ten years ahead once more: machines are off until then.
            sites.values().forEach(Site::crash);
            schedule.jump(Faults.FAR_AHEAD_MS);
        } else {
            schedule.jump(2 * Faults.SKEW_MS_MAX);
        }
        untilIdle(SLICES_MIN);
        if (!clients.tidied().isEmpty()) {
            late();
            untilIdle(SLICES_MIN);
        }
        repair(damage());
    }

    /** What was tidied by now is all that those get who begin to share these contexts now. */
    private void late() {
        for (ContextKey key : clients.tidied()) {
            Site site = anySite();
            ContextEvent change = clients.late(key, site);
            book.asked(change);
            requireTaken(site.publish(change, outcome -> answered(change, outcome)));
        }
        if (random.nextInt(3) == 0) {
            schedule.runUntil(schedule.nowMs() + 1 + random.nextInt(400));
            anySite().crash();
        }
    }

    private void untilIdle(int slicesMin) {
        int idleSlices = 0;
        for (int slice = 0; slice < SLICES_MAX && (idleSlices < 2 || slice < slicesMin); slice++) {
            schedule.runUntil(schedule.nowMs() + SLICE_MS);
            boolean idle = sites.values().stream()
                    .allMatch(site -> site.isIdle() && site.keptRecords() == 0 && !site.isRepairing());
            idleSlices = idle ? idleSlices + 1 : 0;
        }
    }

    /** What lies on some disks is not what was written any more. */
    private int damage() {
        int damages = 0;
        for (int left = random.nextInt(DAMAGES_MAX); left > 0; left--) {
            damages += anySite().damage(random) ? 1 : 0;
        }
        tally.add(Count.DAMAGES, damages);
        if (damages > 0) {
            book.damaged();
        }
        return damages;
    }

    /**
     * All sites look for silent differences. Where nothing was damaged there are none; else they are mended, and looked for again: a site
     * may have been compared before it had looked at its own disk.
     */
    private void repair(int damages) {
        for (int round = 0; round <= (damages == 0 ? 0 : REPAIR_ROUNDS); round++) {
            sites.values().forEach(Site::repair);
            untilIdle(0);
            sites.values()
                    .forEach(site ->
                            site.repaired().values().forEach(outcome -> tally.add(Count.REPAIRED, outcome.restated())));
        }
    }

    /** Holds everything to the laws; the sites answer some last questions for it. */
    public void check() {
        var checks = new FinalChecks(sites.values(), geography, book, acknowledged);
        tally.add(Count.BARE_DOTS, checks.bareDots());
        if (tally.of(Count.DAMAGES) > 0) {
            checks.damaged();
        }
        if (tally.of(Count.POLICY_CHANGES) > 0) {
            checks.policiesChanged();
        }
        checks.idle();
        book.policyStands();
        sites.values().forEach(book::showsNow);
        sites.values().forEach(FinalChecks::repaired);
        Clients.keys().forEach(checks::converged);
        if (clients.tidied().contains(Clients.BRIEF)) {
            checks.purged(Clients.BRIEF);
        }
        checks.nothingLeaked(frames, policies.always());
        if (tally.of(Count.DAMAGES) == 0) {
            sites.values().forEach(site -> checks.history(site, clients.tidied()));
        }
        sites.values()
                .forEach(site ->
                        Clients.keys().forEach(key -> site.read(key, view -> FinalChecks.read(site, key, view))));
        schedule.runUntil(schedule.nowMs() + SLICE_MS);
        var answers = new Answers(policies.strictest(), book);
        for (ContextEvent change : clients.asked()) {
            for (Site site : sites.values()) {
                if (!clients.tidied().contains(change.key()) && answers.awaits(site, change.eventId())) {
                    requireTaken(site.publish(change, outcome -> answers.answered(site, change.eventId(), outcome)));
                }
            }
            schedule.runUntil(schedule.nowMs() + 2);
        }
        schedule.runUntil(schedule.nowMs() + SLICE_MS);
        answers.complete();
    }

    private static void requireTaken(Boolean taken) {
        if (!taken) {
            throw new IllegalStateException("a site takes no changes although nothing is wrong");
        }
    }

    public Tally tally() {
        return tally;
    }

    Site site(String region) {
        return requireNonNull(sites.get(region));
    }

    public Trace trace() {
        return trace;
    }
}
