package io.crossweave.core.mesh;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Three sites, clients that retry, and a network from a seed. */
final class MeshWorld {
    static final List<String> REGIONS = List.of("aa", "bb", "cc");
    private static final ContextType TYPE = new ContextType(
            "note",
            1,
            Tier.CRITICAL,
            List.of(
                    new ContextType.PathMerge(PathPattern.parse("/log"), MergeRule.LOG),
                    new ContextType.PathMerge(PathPattern.parse("/tags"), MergeRule.SET),
                    new ContextType.PathMerge(PathPattern.parse("/visits"), MergeRule.COUNTER)),
            List.of());

    static final Map<String, ContextType> TYPES = Map.of("note", TYPE);
    private static final List<ContextKey> KEYS = List.of(
            new ContextKey("t", "note", "c0"), new ContextKey("t", "note", "c1"), new ContextKey("t", "note", "c2"));
    private static final TreeSet<Integer> SHARDS =
            new TreeSet<>(KEYS.stream().map(ContextKey::shard).toList());

    private final Random random;
    private final Map<String, MeshSite> sites = new TreeMap<>();
    private final List<MeshSite.Message> network = new ArrayList<>();
    private final List<ContextEvent> asked = new ArrayList<>();
    /** Log elements by event id that were acknowledged, per context. */
    final Map<ContextKey, Set<String>> acknowledged = new TreeMap<>();

    private boolean lossy = true;
    private long nowMs = 1_000_000;
    private int serial;

    MeshWorld(long seed) {
        random = new Random(seed);
        Set<String> outside = random.nextBoolean() ? Set.of("cc") : Set.of();
        Set<String> blind = random.nextBoolean() ? Set.of("bb") : Set.of();
        for (String region : REGIONS) {
            var peers = new TreeSet<>(REGIONS);
            peers.remove(region);
            sites.put(region, new MeshSite(new SiteId(region, 7), peers, SHARDS, new MeshPolicy(outside, blind)));
        }
    }

    MeshSite site(String region) {
        return requireNonNull(sites.get(region));
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            nowMs += random.nextInt(300);
            int dice = random.nextInt(100);
            MeshSite site = site(REGIONS.get(random.nextInt(REGIONS.size())));
            if (dice < 25) {
                client(site);
            } else if (dice < 45) {
                pump(site);
            } else if (dice < 50) {
                site.tick(nowMs);
            } else if (dice < 58) {
                site.beat(nowMs);
                collect(site);
            } else if (dice < 60) {
                site.crash();
            } else if (dice < 64) {
                site.policy.toggleHold(REGIONS.get(random.nextInt(REGIONS.size())));
            } else if (!network.isEmpty()) {
                deliver();
            }
        }
    }

    /** Ends all faults and lets the sites talk until nothing changes. */
    void heal() {
        lossy = false;
        sites.values().forEach(site -> site.policy.releaseAll());
        for (int round = 0; round < 40; round++) {
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

    private void pump(MeshSite site) {
        site.pump(nowMs);
        collect(site);
    }

    private void collect(MeshSite site) {
        for (MeshSite.Message message : site.takeOutgoing()) {
            if (!lossy || random.nextInt(100) >= 15) {
                network.add(message);
                if (lossy && random.nextInt(100) < 10) {
                    network.add(message);
                }
            }
        }
    }

    private void deliver() {
        MeshSite.Message message = network.remove(random.nextInt(network.size()));
        MeshSite site = site(message.to());
        site.receive(message, nowMs);
        pump(site);
    }

    private void client(MeshSite site) {
        ContextEvent change;
        if (!asked.isEmpty() && random.nextInt(100) < 15) {
            // A client that lost its answer tries again, perhaps elsewhere.
            change = asked.get(random.nextInt(asked.size()));
        } else {
            change = change();
            asked.add(change);
        }
        if (site.publish(change, nowMs) instanceof PublishOutcome.Published) {
            acknowledged.computeIfAbsent(change.key(), key -> new TreeSet<>()).add(change.eventId());
        }
    }

    private ContextEvent change() {
        var key = KEYS.get(random.nextInt(KEYS.size()));
        String eventId = "e" + ++serial;
        var operations = new ArrayList<DeltaOperation>();
        operations.add(new DeltaOperation.Append(JsonPointer.parse("/log"), new JsonString(eventId)));
        switch (random.nextInt(6)) {
            case 0 -> operations.add(new DeltaOperation.Add(JsonPointer.parse("/x"), new JsonString("x" + serial)));
            case 1 -> operations.add(new DeltaOperation.Add(JsonPointer.parse("/a/b"), JsonNumber.of(serial)));
            case 2 -> operations.add(new DeltaOperation.Add(JsonPointer.parse("/a"), JsonNumber.of(serial)));
            case 3 -> operations.add(new DeltaOperation.Increment(JsonPointer.parse("/visits"), JsonNumber.of(1)));
            case 4 ->
                operations.add(
                        new DeltaOperation.SetAdd(JsonPointer.parse("/tags"), new JsonString("t" + random.nextInt(3))));
            default -> operations.add(new DeltaOperation.Add(JsonPointer.parse("/ssn"), new JsonString("s" + serial)));
        }
        Labels labels = random.nextInt(100) < 25 ? Labels.of("residency", "EU") : Labels.NONE;
        return new ContextEvent(
                key, eventId, new Payload.Delta(operations), labels, Provenance.UNKNOWN, BodyHash.UNKNOWN);
    }

    // ---- checks
    // ----------------------------------------------------------------------------------------------------------

    /** Sites with the same projection show the same; every acknowledged event is where it may be, once; nothing is where it may not be. */
    void checkConverged(ContextKey key) {
        var shown = new TreeMap<String, TreeMap<String, String>>();
        for (MeshSite site : sites.values()) {
            Optional<ContextView> view = site.stored(key);
            JsonObject document = view.map(ContextView::document).orElse(JsonObject.EMPTY);
            assertThat(site.policy.blind(site.id.region()) && document.get("ssn") != null && fromElsewhere(site, key))
                    .as("%s shows /ssn of others at %s", key, site.id)
                    .isFalse();
            shown.computeIfAbsent(site.policy.projection(site.id.region()), projection -> new TreeMap<>())
                    .put(
                            site.id.region(),
                            view.map(v -> v.version() + JsonWriter.toText(document))
                                    .orElse("absent"));
            checkAcknowledged(key, site, document);
        }
        shown.forEach((projection, texts) -> assertThat(new TreeSet<>(texts.values()))
                .as("%s at %s", key, texts)
                .hasSize(1));
    }

    private static boolean fromElsewhere(MeshSite site, ContextKey key) {
        return site.liveAt(key, "/ssn").stream()
                .anyMatch(entry -> !entry.id().dot().site().equals(site.id));
    }

    private void checkAcknowledged(ContextKey key, MeshSite site, JsonObject document) {
        var log = new TreeSet<>(MeshTest.log(document));
        for (String eventId : acknowledged.getOrDefault(key, Set.of())) {
            ContextEvent event = asked.stream()
                    .filter(change -> change.eventId().equals(eventId))
                    .findFirst()
                    .orElseThrow();
            if (!site.policy.isOutside(site.id.region())) {
                assertThat(log).as("%s at %s", event.key(), site.id).contains(eventId);
            }
        }
    }

    Set<ContextKey> contexts() {
        return acknowledged.keySet();
    }
}
