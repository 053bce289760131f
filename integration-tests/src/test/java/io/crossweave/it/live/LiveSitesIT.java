package io.crossweave.it.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.core.runtime.live.LiveClock;
import io.crossweave.core.runtime.live.LiveSettings;
import io.crossweave.core.runtime.live.LiveSite;
import io.crossweave.core.runtime.live.SiteIdentity;
import io.crossweave.core.spi.Transport;
import io.crossweave.crypto.SiteCrypto;
import io.crossweave.crypto.keystore.KeyDirectory;
import io.crossweave.crypto.kms.Entropy;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.PolicySet;
import io.crossweave.policy.ResidencyPolicy;
import io.crossweave.policy.demo.DemoFiles;
import io.crossweave.stores.rocksdb.RocksStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSitesIT {
    private static final List<String> REGIONS = List.of("aws-us-east-1", "azure-westeurope", "gcp-asia-northeast1");

    @TempDir
    Path dir;

    private final Map<String, MemoryIntake> intakes = new TreeMap<>();
    private final Map<String, LiveSite> sites = new TreeMap<>();
    private final List<RocksStore> stores = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        KeyDirectory.create(dir.resolve("keys"), REGIONS, Entropy.system());
        PolicySet policies = PolicyFiles.load(DemoFiles.all());
        for (String region : REGIONS) {
            intakes.put(region, new MemoryIntake(region.hashCode()));
        }
        for (String region : REGIONS) {
            RocksStore store = RocksStore.open(dir.resolve(region));
            stores.add(store);
            SiteIdentity identity = SiteIdentity.establish(store, region);
            SiteCrypto crypto = SiteCrypto.local(KeyDirectory.open(dir.resolve("keys"), region), Entropy.system());
            var links = new HashMap<String, Transport>(intakes);
            links.remove(region);
            var settings = new LiveSettings(
                    identity.site(),
                    identity.linkEpoch(),
                    policies.types().stream().collect(Collectors.toMap(ContextType::name, Function.identity())),
                    new ResidencyPolicy(region, policies),
                    crypto.sealer(),
                    crypto.opener(),
                    intakes.get(region),
                    links);
            sites.put(region, new LiveSite(settings, store, new LiveClock(identity.notBeforeMs()), cause -> {}));
        }
        sites.values().forEach(LiveSite::start);
    }

    @AfterEach
    void stop() {
        sites.values().forEach(LiveSite::close);
        stores.forEach(RocksStore::close);
    }

    private LiveSite site(int index) {
        LiveSite site = sites.get(REGIONS.get(index));
        if (site == null) {
            throw new IllegalStateException("no such site");
        }
        return site;
    }

    private static ContextEvent append(ContextKey key, String eventId, String text) {
        var operation = new DeltaOperation.Append(JsonPointer.parse("/messages"), new JsonString(text));
        return new ContextEvent(
                key, eventId, new Payload.Delta(List.of(operation)), Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN);
    }

    private static VersionVector publish(LiveSite site, ContextEvent event) {
        PublishOutcome outcome =
                site.publish(event, Precondition.NONE).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        return ((PublishOutcome.Published) outcome).version();
    }

    @Test
    void aChangeAtOneSiteStandsAtTheOthers() {
        // Given
        var key = new ContextKey("default", "conversation", "c-1");

        // When
        VersionVector version = publish(site(0), append(key, "e-1", "hello"));

        // Then
        for (LiveSite site : sites.values()) {
            assertThat(site.await(key, version, Duration.ofSeconds(10))
                            .toCompletableFuture()
                            .join())
                    .as("%s", site.site())
                    .isTrue();
        }
        assertThat(documents(key)).hasSize(1);
    }

    @Test
    void sitesConvergeOverIntakesThatLoseRepeatAndReorder() {
        // Given
        intakes.values().forEach(intake -> intake.lossy(true));
        var keys = new ArrayList<ContextKey>();

        // When
        for (int i = 0; i < 300; i++) {
            var key = new ContextKey("default", "conversation", "c-" + i % 10);
            keys.add(key);
            publish(site(i % 3), append(key, "e-" + i, "text " + i));
        }
        intakes.values().forEach(intake -> intake.lossy(false));

        // Then
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> keys.forEach(key -> {
                    assertThat(documents(key)).as("%s", key).hasSize(1);
                    assertThat(versions(key)).as("%s", key).hasSize(1);
                }));
    }

    @Test
    void aLargeDocumentCrossesInManyFrames() {
        // Given
        var key = new ContextKey("default", "telemetry", "big");
        var random = new Random(5);
        var text = new StringBuilder();
        for (int i = 0; i < 5_000_000; i++) {
            text.append((char) ('0' + random.nextInt(70)));
        }
        var document = JsonObject.of("blob", new JsonString(text.toString().replace("\\", "/")), "n", JsonNumber.of(1));
        var event = new ContextEvent(
                key, "big-1", new Payload.State(document), Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN);

        // When
        VersionVector version = publish(site(1), event);

        // Then
        for (LiveSite site : sites.values()) {
            assertThat(site.await(key, version, Duration.ofSeconds(20))
                            .toCompletableFuture()
                            .join())
                    .as("%s", site.site())
                    .isTrue();
        }
        assertThat(documents(key)).hasSize(1);
    }

    private Set<String> documents(ContextKey key) {
        return sites.values().stream()
                .map(site -> site.read(key)
                        .map(ContextView::document)
                        .map(JsonWriter::toText)
                        .orElse("absent"))
                .collect(Collectors.toSet());
    }

    private Set<String> versions(ContextKey key) {
        return sites.values().stream()
                .map(site ->
                        site.read(key).map(view -> view.version().toString()).orElse("absent"))
                .collect(Collectors.toSet());
    }
}
