package io.crossweave.core.mesh;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.state.ContextState;
import java.nio.charset.StandardCharsets;
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

    static final ContextType TYPE = new ContextType(
            "note",
            1,
            Tier.CRITICAL,
            List.of(
                    new ContextType.PathMerge(PathPattern.parse("/log"), MergeRule.LOG),
                    new ContextType.PathMerge(PathPattern.parse("/tags"), MergeRule.SET),
                    new ContextType.PathMerge(PathPattern.parse("/visits"), MergeRule.COUNTER)),
            List.of());

    static final Map<String, ContextType> TYPES = Map.of("note", TYPE);
    static final TreeSet<Integer> SHARDS =
            new TreeSet<>(MeshClients.keys().stream().map(ContextKey::shard).toList());

    private final Random random;
    private final MeshFaults faults;
    private final MeshClients clients;
    private final MeshBook book = new MeshBook();
    private final Map<String, MeshSite> sites = new TreeMap<>();
    private final List<MeshSite.Message> network = new ArrayList<>();
    private final Map<ContextKey, Set<String>> acknowledged = new TreeMap<>();
    private long nowMs = 1_000_000;

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
            MeshSite site = site(REGIONS.get(random.nextInt(REGIONS.size())));
            unlessItCrashes(site, () -> act(site, random.nextInt(100)));
        }
    }

    private void act(MeshSite site, int dice) {
        if (dice < 25) {
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
        } else if (dice < 63) {
            site.policy.toggleHold(REGIONS.get(random.nextInt(REGIONS.size())));
        } else if (!network.isEmpty()) {
            deliver();
        }
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
        for (MeshSite.Message message : site.takeOutgoing()) {
            if (!faults.losesMessage()) {
                network.add(message);
                if (faults.repeatsMessage()) {
                    network.add(message);
                }
            }
        }
    }

    private void deliver() {
        MeshSite.Message message = network.remove(random.nextInt(network.size()));
        MeshSite receiver = site(message.to());
        unlessItCrashes(receiver, () -> {
            receiver.receive(message, nowMs);
            pump(receiver);
        });
    }

    private void publish(MeshSite site) {
        ContextEvent change = clients.next(site);
        if (site.publish(change, nowMs) instanceof PublishOutcome.Published) {
            acknowledged.computeIfAbsent(change.key(), key -> new TreeSet<>()).add(change.eventId());
        }
    }

    // ---- checks
    // ----------------------------------------------------------------------------------------------------------

    /** Nothing waits and nothing would be sent again. */
    void checkIdle() {
        for (MeshSite site : sites.values()) {
            assertThat(site.isIdle()).as("%s is idle", site.id).isTrue();
            assertThat(site.unconfirmedRecords())
                    .as("log records that %s would send again", site.id)
                    .isZero();
        }
    }

    /** Sites with the same projection hold the same; every acknowledged event is where it may be. */
    void checkConverged() {
        for (ContextKey key : MeshClients.keys()) {
            var held = new TreeMap<String, TreeMap<String, String>>();
            for (MeshSite site : sites.values()) {
                ContextState state = site.stored(key);
                JsonObject document = state.document() == null ? JsonObject.EMPTY : state.document();
                held.computeIfAbsent(site.policy.projection(), projection -> new TreeMap<>())
                        .put(site.id.region(), text(state, document));
                if (MeshClients.STRICT.contains(key)) {
                    book.checkNoOverwrittenValue(site, key, document);
                    checkAcknowledged(key, site, document);
                }
            }
            held.forEach((projection, texts) -> assertThat(new TreeSet<>(texts.values()))
                    .as("%s at %s", key, texts)
                    .hasSize(1));
        }
    }

    private static String text(ContextState state, JsonObject document) {
        var text = new StringBuilder(state.vector().toString()).append(JsonWriter.toText(document));
        state.live()
                .values()
                .forEach(entry -> text.append('\n')
                        .append(entry.id())
                        .append(entry.path())
                        .append(JsonWriter.toText(entry.value())));
        return text.toString();
    }

    private void checkAcknowledged(ContextKey key, MeshSite site, JsonObject document) {
        var expected = new TreeSet<>(acknowledged.getOrDefault(key, Set.of()));
        if (site.policy.isOutside(site.id.region())) {
            expected.retainAll(book.neverLabelled());
        }
        assertThat(MeshBook.log(document)).as("%s at %s", key, site.id).containsAll(expected);
    }

    /** What may not be at a site is in none of its bytes; what may be is found by the same search. */
    void checkNothingLeaked() {
        for (MeshSite site : sites.values()) {
            String bytes = bytes(site);
            String region = site.id.region();
            if (site.policy.isOutside(region)) {
                book.labelledOnly()
                        .forEach(eventId -> assertThat(bytes.contains(eventId))
                                .as("%s in the store of %s", eventId, site.id)
                                .isFalse());
                acknowledged.getOrDefault(MeshClients.STRICT.getFirst(), Set.of()).stream()
                        .filter(book.neverLabelled()::contains)
                        .forEach(eventId -> assertThat(bytes.contains(eventId))
                                .as("%s in the store of %s", eventId, site.id)
                                .isTrue());
            }
            if (site.policy.isBlind(region)) {
                book.foreignTo(site)
                        .forEach(eventId -> assertThat(bytes.contains(MeshClients.ssnOf(eventId)))
                                .as("/ssn of %s in the store of %s", eventId, site.id)
                                .isFalse());
            }
        }
    }

    private static String bytes(MeshSite site) {
        var bytes = new StringBuilder();
        site.store().scan(new byte[0], new byte[] {(byte) 0xFF, (byte) 0xFF}, (key, value) -> {
            bytes.append(new String(key, StandardCharsets.ISO_8859_1)).append('\n');
            bytes.append(new String(value, StandardCharsets.ISO_8859_1)).append('\n');
            return true;
        });
        return bytes.toString();
    }
}
