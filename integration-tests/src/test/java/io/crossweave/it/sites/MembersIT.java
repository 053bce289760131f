package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A site is taken out of the others' peers files and written in again, while all of them run (L8, L16). */
@ExtendWith(SharedCluster.class)
class MembersIT {
    private static final Duration SETTLED_MAX = Duration.ofMinutes(1);
    private static final String PATH = "/v1/contexts/preferences/member-5d1e";
    private static final List<SiteRegion> STAYING = List.of(SiteRegion.US, SiteRegion.EU);

    private final SiteCluster cluster;
    private final Map<SiteRegion, String> before = new EnumMap<>(SiteRegion.class);

    MembersIT(SiteCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    void remember() throws IOException {
        for (SiteRegion region : STAYING) {
            before.put(region, Files.readString(cluster.peersFile(region)));
        }
    }

    @AfterEach
    void restore() throws IOException {
        for (Map.Entry<SiteRegion, String> file : before.entrySet()) {
            follow(file.getKey(), file.getValue());
        }
        STAYING.forEach(region -> awaitPeers(region, 2));
    }

    @Test
    void L16_aRetiredSiteIsWaitedForByNobody_andOneThatIsAddedGetsWhatItMissed() throws Exception {
        // Given
        SiteClient eu = cluster.client(SiteRegion.EU);
        SiteClient jp = cluster.client(SiteRegion.JP);
        put(eu, "{\"theme\":\"first\"}", "local");
        await("it is in Japan").atMost(SETTLED_MAX).until(() -> jp.get(PATH).status() == 200);

        // When
        for (SiteRegion region : STAYING) {
            follow(region, without(region, SiteRegion.JP));
        }
        STAYING.forEach(region -> awaitPeers(region, 1));

        // Then
        Answer put = put(eu, "{\"theme\":\"second\"}", "all");
        assertThat(put.text("durability")).isEqualTo("all");
        assertThat(jp.get(PATH).text("theme")).isEqualTo("first");

        // When
        for (Map.Entry<SiteRegion, String> file : before.entrySet()) {
            follow(file.getKey(), file.getValue());
        }

        // Then
        await("Japan has it")
                .atMost(SETTLED_MAX)
                .until(() -> "second".equals(jp.get(PATH).text("theme")));
        put(jp, "{\"theme\":\"third\"}", "local");
        await("and is heard")
                .atMost(SETTLED_MAX)
                .until(() -> "third".equals(eu.get(PATH).text("theme")));
    }

    @Test
    void aPeersFileWithAMistakeChangesNothing() throws Exception {
        follow(SiteRegion.EU, before.get(SiteRegion.EU) + "crossweave.topology.kind = ring\n");

        Path log = cluster.site(SiteRegion.EU).log();
        await("the site says so")
                .atMost(SETTLED_MAX)
                .until(() -> Files.readString(log).contains("must be mesh, star or hierarchy"));
        awaitPeers(SiteRegion.EU, 2);
    }

    private void awaitPeers(SiteRegion region, int count) {
        await("peers of " + region)
                .atMost(SETTLED_MAX)
                .until(() ->
                        cluster.client(region).get("/v1/peers").array("items").size() == count);
    }

    private String without(SiteRegion region, SiteRegion retired) {
        return before.getOrDefault(region, "")
                .lines()
                .filter(line -> !line.contains(retired.region()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Answer put(SiteClient client, String body, String durability) {
        Answer put = client.ask(client.request(PATH)
                .header("Content-Type", "application/json")
                .header("Crossweave-Durability", durability)
                .PUT(BodyPublishers.ofString(body)));
        assertThat(put.status()).as("%s", put).isIn(200, 201);
        return put;
    }

    /** Puts a file in the place of another at once, as configuration tools do. */
    private void follow(SiteRegion region, String text) throws IOException {
        Path file = cluster.peersFile(region);
        Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
