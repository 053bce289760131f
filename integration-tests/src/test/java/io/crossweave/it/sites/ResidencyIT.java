package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.document.JsonString;
import io.crossweave.core.model.ContextKey;
import io.crossweave.stores.rocksdb.RocksStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is bound to the EU is nowhere else, whoever searches, with whatever keys. */
@ExtendWith(SharedCluster.class)
class ResidencyIT {
    private static final Duration SETTLED_MAX = Duration.ofMinutes(1);
    private static final String TYPE = "conversation";
    /** Greater than the first byte of any row. */
    private static final byte[] END_OF_ROWS = {(byte) 0xff};

    // The control is told everywhere, the others only in the EU; each text is told nowhere else.
    private static final String BOUND_ID = "bound-5b1d9e6c4a";
    private static final String BOUND_EVENT = "bound-event-9d2c7f";
    private static final String BOUND_TEXT = "Grüße aus Wien 3f9a61c0";
    private static final String PUT_ID = "put-c01a77d2e4";
    private static final String PUT_TEXT = "Pesto from Genova 80be77";
    private static final String LATER_EVENT = "later-event-41fe02";
    private static final String LATER_TEXT = "Fado from Lisboa 5d1177";
    private static final String LABEL = "residency";
    private static final String CASE_LABEL = "case-label-77aa10";
    private static final String CONTROL_TEXT = "told everywhere 2cc07a";
    private static final String CONTROL_EVENT = "control-event-b0c1d2";
    private static final Set<String> BOUND =
            Set.of(BOUND_ID, BOUND_EVENT, BOUND_TEXT, PUT_ID, PUT_TEXT, LATER_EVENT, LATER_TEXT, LABEL, CASE_LABEL);
    private static final Set<String> CONTROL = Set.of(CONTROL_TEXT, CONTROL_EVENT);

    @TempDir
    Path copies;

    private final SiteCluster cluster;
    private final Needles needles;

    ResidencyIT(SiteCluster cluster) {
        this.cluster = cluster;
        var all = new TreeSet<>(BOUND);
        all.addAll(CONTROL);
        this.needles = new Needles(all.toArray(String[]::new));
    }

    @Test
    void noByteOfAnEventBoundToTheEuIsOutsideOfIt() throws Exception {
        // Given
        SiteClient eu = cluster.client(SiteRegion.EU);
        String control = sameLaneAs("control", BOUND_ID);
        String later = sameLaneAs("later", PUT_ID);
        String behind = sameLaneAs("behind", PUT_ID);
        eu.published(say(later, "shared", "first words"));

        // When
        eu.published(say(BOUND_ID, BOUND_EVENT, BOUND_TEXT).labelled(LABEL, "EU"));
        putBound(eu);
        eu.published(say(later, LATER_EVENT, LATER_TEXT).labelled(LABEL, "EU"));
        // One behind each of them in its lane: when these are here, those are not to come any more.
        eu.published(say(control, CONTROL_EVENT, CONTROL_TEXT));
        eu.published(say(behind, "behind", "behind it"));

        // Then
        for (SiteRegion region : List.of(SiteRegion.US, SiteRegion.JP)) {
            awaitThere(region, control);
            awaitThere(region, behind);
            assertThatNothingIsTold(region, later);
        }
        Set<String> opened = searchBrokers();
        assertThat(opened).containsAll(CONTROL).doesNotContainAnyElementsOf(BOUND);
        assertThat(searchStore(SiteRegion.EU)).containsAll(CONTROL).containsAll(BOUND);
        for (SiteRegion region : List.of(SiteRegion.US, SiteRegion.JP)) {
            assertThat(searchStore(region))
                    .as("the store of %s", region)
                    .containsAll(CONTROL)
                    .doesNotContainAnyElementsOf(BOUND);
        }
    }

    @Test
    void dataBoundToTheEuIsRefusedElsewhere() {
        Answer answer = cluster.client(SiteRegion.JP)
                .publish(say("refused", "refused", "not here").labelled(LABEL, "EU"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("rule")).isEqualTo("eu-stays");
        assertThat(cluster.client(SiteRegion.JP)
                        .get("/v1/contexts/" + TYPE + "/refused")
                        .status())
                .isEqualTo(404);
    }

    private static Event say(String id, String eventId, String text) {
        return Event.of(TYPE, id, eventId).append("/messages", new JsonString(text));
    }

    private static void putBound(SiteClient eu) {
        Answer put = eu.ask(eu.request("/v1/contexts/" + TYPE + "/" + PUT_ID)
                .header("Content-Type", "application/json")
                .header("Crossweave-Labels", LABEL + "=EU,case=" + CASE_LABEL)
                .PUT(BodyPublishers.ofString("{\"state\":{\"dish\":\"" + PUT_TEXT + "\"}}")));
        assertThat(put.status()).as("%s", put).isEqualTo(201);
    }

    /** A context that travels in the lane of another one. */
    private static String sameLaneAs(String prefix, String id) {
        int shard = new ContextKey(SiteCluster.TENANT, TYPE, id).shard();
        for (int i = 0; ; i++) {
            var key = new ContextKey(SiteCluster.TENANT, TYPE, prefix + "-" + i);
            if (key.shard() == shard) {
                return key.id();
            }
        }
    }

    private void awaitThere(SiteRegion region, String id) {
        await(id + " at " + region)
                .atMost(SETTLED_MAX)
                .until(() -> cluster.client(region)
                                .get("/v1/contexts/" + TYPE + "/" + id)
                                .status()
                        == 200);
    }

    private void assertThatNothingIsTold(SiteRegion region, String later) {
        SiteClient client = cluster.client(region);
        assertThat(client.get("/v1/contexts/" + TYPE + "/" + BOUND_ID).status()).isEqualTo(404);
        assertThat(client.get("/v1/contexts/" + TYPE + "/" + PUT_ID).status()).isEqualTo(404);
        assertThat(client.get("/v1/contexts/" + TYPE + "/" + BOUND_ID + "/history")
                        .status())
                .isEqualTo(404);
        assertThat(client.history(TYPE, later)).containsExactly("shared");
        assertThat(client.get("/v1/contexts/" + TYPE + "/" + later).array("messages"))
                .containsExactly(new JsonString("first words"));
    }

    /** What is in any frame of any broker, opened, and in the bytes of all brokers but that of the EU's own cloud. */
    private Set<String> searchBrokers() throws IOException {
        var found = new TreeSet<String>();
        var frames = new OpenedFrames(cluster.keys());
        for (SiteRegion region : SiteRegion.values()) {
            frames.openAll(cluster.cloud(region), region.intake(), item -> found.addAll(needles.in(item)));
            cluster.cloud(region).dump(message -> {
                found.addAll(needles.in(message.key()));
                found.addAll(needles.in(message.body()));
                message.attributes().values().forEach(value -> found.addAll(needles.in(value)));
            });
            found.addAll(searchFiles(cluster.cloudData(region)));
        }
        assertThat(frames.opened()).isPositive();
        assertThat(frames.unfinished())
                .as("envelopes that could not be searched")
                .isZero();
        return found;
    }

    /** What a site holds on disk: its files as they are, its log, and every row, for the engine may compress what it writes. */
    private Set<String> searchStore(SiteRegion region) throws IOException {
        Path copy = copies.resolve(region.region());
        cluster.site(region).whileHalted(() -> copy(cluster.site(region).data().resolve("store"), copy));
        Set<String> found = searchFiles(cluster.site(region).data());
        found.addAll(searchFiles(copy));
        found.addAll(needles.in(Files.readAllBytes(cluster.site(region).log())));
        try (RocksStore store = RocksStore.open(copy)) {
            store.scan(new byte[0], END_OF_ROWS, (key, value) -> {
                found.addAll(needles.in(key));
                found.addAll(needles.in(value));
                return true;
            });
        }
        return found;
    }

    private Set<String> searchFiles(Path dir) throws IOException {
        var found = new TreeSet<String>();
        if (!Files.exists(dir)) {
            return found;
        }
        try (Stream<Path> files = Files.walk(dir)) {
            files.filter(Files::isRegularFile).forEach(file -> found.addAll(searchFile(file)));
        }
        return found;
    }

    private Set<String> searchFile(Path file) {
        try {
            return needles.in(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
