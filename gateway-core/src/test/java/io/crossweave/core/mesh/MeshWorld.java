package io.crossweave.core.mesh;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Three sites, clients that retry, and a network from a seed. */
final class MeshWorld {
    private static final List<String> REGIONS = List.of("aa", "bb", "cc");
    private static final int ROUNDS_MAX = 400;

    static final Map<String, ContextType> TYPES =
            Map.of("note", type("note", Tier.CRITICAL), "memo", type("memo", Tier.BACKGROUND));

    /** Their lanes run from the start, whether anything comes or not. */
    static final TreeSet<Integer> SHARDS =
            new TreeSet<>(MeshClients.keys().stream().map(ContextKey::shard).toList());

    private final Random random;
    private final MeshFaults faults;
    private final MeshClients clients;
    private final MeshBook book = new MeshBook();
    private final Map<String, MeshSite> sites = new TreeMap<>();
    private final List<MeshMessage> network = new ArrayList<>();
    private final Map<ContextKey, Set<String>> acknowledged = new TreeMap<>();
    private long nowMs = 1_000_000;

    private static ContextType type(String name, Tier tier) {
        return new ContextType(
                name,
                1,
                tier,
                List.of(
                        new ContextType.PathMerge(PathPattern.parse("/log"), MergeRule.LOG),
                        new ContextType.PathMerge(PathPattern.parse("/tags"), MergeRule.SET),
                        new ContextType.PathMerge(PathPattern.parse("/visits"), MergeRule.COUNTER)),
                List.of());
    }

    MeshWorld(long seed) {
        random = new Random(seed);
        faults = new MeshFaults(random, REGIONS);
        clients = new MeshClients(random);
        Set<String> outside = random.nextBoolean() ? Set.of("cc") : Set.of();
        Set<String> blind = random.nextBoolean() ? Set.of("bb") : Set.of();
        for (String region : REGIONS) {
            var peers = new TreeSet<>(REGIONS);
            peers.remove(region);
            var policy = new MeshPolicy(region, outside, blind);
            sites.put(region, new MeshSite(new SiteId(region, 7), peers, policy, faults, book));
        }
    }

    private MeshSite site(String region) {
        return requireNonNull(sites.get(region));
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            nowMs += random.nextInt(300);
            MeshSite site = site(region());
            unlessItCrashes(site, () -> act(site, random.nextInt(100)));
        }
    }

    private void act(MeshSite site, int dice) {
        if (dice < 22) {
            publish(site);
        } else if (dice < 45) {
            pump(site);
        } else if (dice < 50) {
            site.tick(nowMs);
        } else if (dice < 58) {
            site.beat(nowMs);
            collect(site);
        } else if (dice < 59) {
            site.restart();
        } else if (dice < 61) {
            site.policy.toggleHold(region());
        } else if (dice < 64) {
            site.policy.toggleHold(region(), anyOf(MeshClients.keys()));
        } else if (dice < 65) {
            faults.setClock(site.id.region());
        } else if (!network.isEmpty()) {
            deliver();
        }
    }

    private String region() {
        return anyOf(REGIONS);
    }

    private <T> T anyOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void unlessItCrashes(MeshSite site, Runnable action) {
        try {
            action.run();
        } catch (MeshFaults.Crash crash) {
            site.restart();
        }
    }

    /** Ends all faults and lets the sites talk until nothing is left to say. */
    void heal() {
        faults.end();
        nowMs += MeshFaults.FAR_AHEAD_MS;
        sites.values().forEach(site -> site.policy.releaseAll());
        int idleRounds = 0;
        for (int round = 0; round < ROUNDS_MAX && idleRounds < 3; round++) {
            idleRounds = isIdle() ? idleRounds + 1 : 0;
            nowMs += 2_000;
            for (MeshSite site : sites.values()) {
                site.tick(nowMs);
                pump(site);
                site.beat(nowMs);
                collect(site);
            }
            while (!network.isEmpty()) {
                deliver();
            }
        }
    }

    private boolean isIdle() {
        return network.isEmpty() && sites.values().stream().allMatch(MeshSite::isIdle);
    }

    private void pump(MeshSite site) {
        site.pump(nowMs);
        collect(site);
    }

    private void collect(MeshSite site) {
        for (MeshMessage message : site.takeOutgoing()) {
            if (!faults.losesMessage()) {
                network.add(message);
                if (faults.repeatsMessage()) {
                    network.add(message);
                }
            }
        }
    }

    /** Some messages to one site arrive together, in any order. */
    private void deliver() {
        MeshSite receiver = site(anyOf(network).to());
        var together = new ArrayList<MeshMessage>();
        int most = 1 + random.nextInt(4);
        for (int tries = 0; tries < 2 * most && together.size() < most && !network.isEmpty(); tries++) {
            int at = random.nextInt(network.size());
            if (network.get(at).to().equals(receiver.id.region())) {
                together.add(network.remove(at));
            }
        }
        unlessItCrashes(receiver, () -> {
            receiver.receive(together, nowMs);
            pump(receiver);
        });
    }

    private void publish(MeshSite site) {
        var changes = new ArrayList<ContextEvent>();
        int most = random.nextInt(4) == 0 ? 3 : 1;
        while (changes.size() < most) {
            changes.add(clients.next(site));
        }
        List<PublishOutcome> outcomes = site.publish(changes, nowMs);
        for (int i = 0; i < changes.size(); i++) {
            if (outcomes.get(i) instanceof PublishOutcome.Published) {
                acknowledged
                        .computeIfAbsent(changes.get(i).key(), key -> new TreeSet<>())
                        .add(changes.get(i).eventId());
            }
        }
    }

    void check() {
        var checks = new MeshChecks(sites.values(), book, acknowledged);
        checks.idle();
        MeshClients.keys().forEach(checks::converged);
        checks.nothingLeaked();
        sites.values().forEach(checks::stored);
        checks.answers(clients.asked(), nowMs);
    }
}
