package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The policy file changes while sites run: what peers may no longer hold goes there, and comes again when it may (L11). */
@ExtendWith(SharedCluster.class)
class PolicyReloadIT {
    private static final Duration SETTLED_MAX = Duration.ofMinutes(1);
    private static final String TYPE = "conversation";
    private static final String ID = "wave-91ab";
    private static final String UNTOLD = "wave-untold-17fe";
    private static final String SECRET = "what Japan may not keep 77ad01";
    private static final String RULE = """

              # Of what is labelled so nothing leaves for Japan.
              - name: no-wave-to-japan
                precedence: 40
                when:
                  labels: {wave: blue}
                  destination: {inside: JP}
                then: withhold
            """;

    private final SiteCluster cluster;
    private String before = "";

    PolicyReloadIT(SiteCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void remember() throws IOException {
        before = Files.readString(cluster.policy());
    }

    @AfterEach
    void restore() throws IOException {
        follow(before);
    }

    @Test
    void L11_whatIsNarrowedGoesFromAPeer_itsWatchersAreTold_andWhatIsWidenedComesAgain() throws Exception {
        // Given
        SiteClient eu = cluster.client(SiteRegion.EU);
        SiteClient jp = cluster.client(SiteRegion.JP);
        put(eu, ID, SECRET);
        await("it is in Japan").atMost(SETTLED_MAX).until(() -> jp.get(path(ID)).status() == 200);
        String tag = jp.get(path(ID)).header("ETag");
        var told = new CopyOnWriteArrayList<String>();
        Thread watching = watch(jp, told);
        await("the watch tells it")
                .atMost(SETTLED_MAX)
                .until(() -> told.stream().anyMatch(line -> line.contains(SECRET)));

        // When
        follow(before + RULE);
        await("it is gone from Japan")
                .atMost(SETTLED_MAX)
                .until(() -> jp.get(path(ID)).status() == 404);
        put(eu, UNTOLD, "never there while the rule holds");

        // Then
        assertThat(jp.get(path(ID) + "/history").status()).isEqualTo(404);
        await("the watcher hears of it")
                .atMost(SETTLED_MAX)
                .until(() -> told.stream()
                        .anyMatch(line -> line.equals("event:protected") || line.equals("event: protected")));
        assertThat(told.stream()
                        .filter(line -> line.startsWith("data:"))
                        .toList()
                        .getLast())
                .doesNotContain(SECRET)
                .contains("\"document\":null");
        assertThat(eu.get(path(ID)).status()).as("where it was stamped").isEqualTo(200);

        // When
        follow(before);
        await("it is in Japan again")
                .atMost(SETTLED_MAX)
                .until(() -> jp.get(path(ID)).status() == 200);

        // Then
        assertThat(jp.get(path(ID)).text("words")).isEqualTo(SECRET);
        assertThat(jp.get(path(ID)).header("ETag"))
                .as("the same version, told differently")
                .isNotEqualTo(tag);
        await("what it never had as well")
                .atMost(SETTLED_MAX)
                .until(() -> jp.get(path(UNTOLD)).status() == 200);
        watching.interrupt();
    }

    @Test
    void L11_aFileWithAMistakeChangesNothing() throws Exception {
        SiteClient jp = cluster.client(SiteRegion.JP);
        put(cluster.client(SiteRegion.EU), "wave-kept", "stays");
        await("it is in Japan")
                .atMost(SETTLED_MAX)
                .until(() -> jp.get(path("wave-kept")).status() == 200);

        follow(before + RULE + "\n  - name: half a ru");

        Path log = cluster.site(SiteRegion.EU).log();
        await("the site says so")
                .atMost(SETTLED_MAX)
                .until(() -> Files.readString(log).contains("policy refused"));
        put(cluster.client(SiteRegion.EU), "wave-kept-too", "goes as before");
        await("what is published goes as before")
                .atMost(SETTLED_MAX)
                .until(() -> jp.get(path("wave-kept-too")).status() == 200);
        assertThat(jp.get(path("wave-kept")).text("words")).isEqualTo("stays");
    }

    private static String path(String id) {
        return "/v1/contexts/" + TYPE + "/" + id;
    }

    private static void put(SiteClient client, String id, String words) {
        Answer put = client.ask(client.request(path(id))
                .header("Content-Type", "application/json")
                .header("Crossweave-Labels", "wave=blue")
                .PUT(BodyPublishers.ofString("{\"words\":\"" + words + "\"}")));
        assertThat(put.status()).as("%s", put).isEqualTo(201);
    }

    /** Puts a policy in the place of the file at once, as configuration tools do. */
    private void follow(String text) throws IOException {
        Path next = cluster.policy().resolveSibling("policy.next");
        Files.writeString(next, text);
        Files.move(next, cluster.policy(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Thread watch(SiteClient client, List<String> told) {
        return Thread.ofVirtual().start(() -> {
            try {
                HttpResponse<Stream<String>> response = client.watch(TYPE, ID, "");
                try (Stream<String> lines = response.body()) {
                    lines.forEach(told::add);
                }
            } catch (IOException | RuntimeException e) {
                told.add("ended: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
