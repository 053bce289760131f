package io.crossweave.it.live;

import static io.crossweave.it.live.LiveTrio.publish;
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
import io.crossweave.core.gateway.RepairStatus;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.runtime.live.LiveSite;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.stored.StoreKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSitesIT {
    @TempDir
    Path dir;

    private LiveTrio trio;

    @BeforeEach
    void start() throws Exception {
        trio = LiveTrio.start(dir);
    }

    @AfterEach
    void stop() {
        trio.close();
    }

    private static ContextEvent append(ContextKey key, String eventId, String text) {
        var operation = new DeltaOperation.Append(JsonPointer.parse("/messages"), new JsonString(text));
        return new ContextEvent(
                key, eventId, new Payload.Delta(List.of(operation)), Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN);
    }

    @Test
    void aChangeAtOneSiteStandsAtTheOthers() {
        // Given
        var key = new ContextKey("default", "conversation", "c-1");

        // When
        VersionVector version = publish(trio.site(0), append(key, "e-1", "hello"));

        // Then
        for (LiveSite site : trio.sites()) {
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
        trio.intakes().forEach(intake -> intake.lossy(true));
        var keys = new ArrayList<ContextKey>();

        // When
        for (int i = 0; i < 300; i++) {
            var key = new ContextKey("default", "conversation", "c-" + i % 10);
            keys.add(key);
            publish(trio.site(i % 3), append(key, "e-" + i, "text " + i));
        }
        trio.intakes().forEach(intake -> intake.lossy(false));

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
        VersionVector version = publish(trio.site(1), event);

        // Then
        for (LiveSite site : trio.sites()) {
            assertThat(site.await(key, version, Duration.ofSeconds(20))
                            .toCompletableFuture()
                            .join())
                    .as("%s", site.site())
                    .isTrue();
        }
        assertThat(documents(key)).hasSize(1);
    }

    @Test
    void L16_whatExpiresDisappearsAtAllSitesByItself() {
        // Given
        var key = new ContextKey("default", "telemetry", "short");
        var event = new ContextEvent(
                key,
                "short-1",
                new Payload.State(JsonObject.of("n", JsonNumber.of(1))),
                Labels.NONE,
                Provenance.UNKNOWN,
                10,
                BodyHash.UNKNOWN);

        // When
        VersionVector version = publish(trio.site(0), event);

        // Then
        for (LiveSite site : trio.sites()) {
            assertThat(site.await(key, version, Duration.ofSeconds(8))
                            .toCompletableFuture()
                            .join())
                    .as("%s", site.site())
                    .isTrue();
        }
        assertThat(documents(key)).containsExactly("{\"n\":1}");
        await().atMost(Duration.ofSeconds(15)).until(() -> documents(key).equals(Set.of("absent")));
        for (LiveSite site : trio.sites()) {
            assertThat(site.read(key)).as("%s", site.site()).isPresent();
            assertThat(site.list("default", "telemetry", "", 10)).isEmpty();
        }
    }

    @Test
    void L14_whatADiskHasLostIsFoundAndMended() {
        // Given
        var key = new ContextKey("default", "conversation", "damaged");
        publish(trio.site(0), append(key, "d-1", "one"));
        VersionVector version = publish(trio.site(0), append(key, "d-2", "two"));
        for (LiveSite site : trio.sites()) {
            site.await(key, version, Duration.ofSeconds(10))
                    .toCompletableFuture()
                    .join();
        }
        var lost = new WriteBatch();
        var entries = StoreKeys.entries(key);
        trio.stores().get(1).scan(entries.from(), entries.to(), (row, value) -> {
            lost.delete(row);
            return true;
        });
        var damaged = new CompletableFuture<CommitOutcome>();
        trio.stores().get(1).commit(lost, damaged::complete);
        damaged.join();

        // When
        trio.site(1).repairs().start();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(trio.site(1).repairs().damaged()).isEqualTo(1));
        assertThat(documents(key)).hasSize(2);
        trio.site(0).repairs().start();

        // Then
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(trio.site(0).repairs().status()).noneMatch(RepairStatus::underWay);
            assertThat(documents(key)).hasSize(1).first().asString().contains("one", "two");
        });
        assertThat(trio.site(0).repairs().status())
                .extracting(status -> status.last().orElseThrow().restated())
                .containsExactlyInAnyOrder(0, 1);
    }

    private Set<String> documents(ContextKey key) {
        return trio.sites().stream()
                .map(site -> site.read(key)
                        .map(ContextView::document)
                        .map(JsonWriter::toText)
                        .orElse("absent"))
                .collect(Collectors.toSet());
    }

    private Set<String> versions(ContextKey key) {
        return trio.sites().stream()
                .map(site ->
                        site.read(key).map(view -> view.version().toString()).orElse("absent"))
                .collect(Collectors.toSet());
    }
}
