package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.testing.LocalCloudProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clouds lose acknowledgements and connections under traffic; no event is lost or counted twice. */
@ExtendWith(SharedCluster.class)
class BrokerFaultsIT {
    private static final int EVENTS = Integer.getInteger("crossweave.faults.events", 2_400);
    private static final int ROUNDS = 6;
    private static final Duration PHASE_MAX = Duration.ofMinutes(2);

    private final SiteCluster cluster;

    BrokerFaultsIT(SiteCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeEach
    @AfterEach
    void healthy() {
        for (SiteRegion region : SiteRegion.values()) {
            cluster.cloud(region).clearFaults();
        }
    }

    @Test
    void nothingIsLostOrTwiceOverLostAcknowledgementsAndDroppedConnections() {
        // Given
        var traffic = new Traffic(cluster, "faults", EVENTS);
        for (int i = 0; i < SiteRegion.values().length; i++) {
            cluster.cloud(SiteRegion.at(i)).faults("{\"loseAckProbability\":0.05,\"seed\":" + i + "}");
        }

        // When
        traffic.start();
        for (int round = 1; round < ROUNDS; round++) {
            int moment = round * traffic.events() / ROUNDS;
            await("event " + moment)
                    .atMost(PHASE_MAX)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> traffic.acknowledged() >= moment);
            LocalCloudProcess struck = cluster.cloud(SiteRegion.at(round));
            struck.faults("{\"dropConnections\":true,\"loseAcks\":3}");
        }
        await("all events").atMost(PHASE_MAX).until(traffic::isDone);
        healthy();

        // Then
        traffic.awaitSettled();
    }

    @Test
    void aCloudThatIsCutOffCatchesUp() {
        // Given
        var traffic = new Traffic(cluster, "cut", EVENTS / 4);
        cluster.cloud(SiteRegion.EU).faults("{\"cut\":true}");

        // When
        traffic.start();
        await("all events").atMost(PHASE_MAX).until(traffic::isDone);
        assertThat(cluster.client(SiteRegion.EU).history("conversation", "cut-0"))
                .as("what the EU has while nothing reaches it")
                .hasSizeLessThan(traffic.events() / 8);
        healthy();

        // Then
        traffic.awaitSettled();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void L17_aSiteThatStartsWhileAPeersCloudIsDownServesTheOthersAndCatchesUp(int index) {
        // Given
        SiteRegion down = SiteRegion.at(index);
        SiteRegion starting = SiteRegion.at(index + 1);
        SiteRegion third = SiteRegion.at(index + 2);
        String path = "/v1/contexts/preferences/down-" + index;
        cluster.cloud(down).faults("{\"cut\":true}");
        cluster.site(starting).kill();

        // When
        cluster.site(starting).start();
        cluster.site(starting).awaitReady(cluster.client(starting));
        Answer put = cluster.client(starting).put(path, "{\"theme\":\"dark\"}".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(put.status()).as("%s", put).isEqualTo(201);
        String seen = path + "?timeout-ms=60000&at-least=" + put.text("contextVersion");
        assertThat(cluster.client(third).get(seen).status()).isEqualTo(200);
        assertThat(cluster.client(down).get(path).status()).isEqualTo(404);
        healthy();
        assertThat(cluster.client(down).get(seen).status()).isEqualTo(200);
        assertThat(cluster.site(starting).isAlive()).isTrue();
    }
}
