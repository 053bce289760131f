package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sites die at any moment; what was acknowledged stands, once, at all of them. */
@ExtendWith(SharedCluster.class)
class KilledSitesIT {
    private static final int EVENTS = Integer.getInteger("crossweave.kills.events", 10_000);
    private static final int KILLS = Integer.getInteger("crossweave.kills", 5);
    private static final long SEED = Long.getLong("crossweave.kills.seed", 20_261_120L);
    private static final Duration PHASE_MAX = Duration.ofMinutes(3);

    @Test
    void everyAcknowledgedEventIsOnceInTheHistoryOfEverySite(SiteCluster cluster) {
        // Given
        var random = new Random(SEED);
        var traffic = new Traffic(cluster, "kills", EVENTS);

        // When
        traffic.start();
        for (int kill = 0; kill < KILLS; kill++) {
            int share = traffic.events() / (KILLS + 1);
            int moment = kill * share + 1 + random.nextInt(share);
            SiteRegion victim = SiteRegion.at(random.nextInt(SiteRegion.values().length));
            await("event " + moment)
                    .atMost(PHASE_MAX)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> traffic.acknowledged() >= moment || traffic.isDone());
            assertThat(traffic.isDone())
                    .as("clients before kill %s, seed %s", kill, SEED)
                    .isFalse();
            cluster.site(victim).kill();
            cluster.site(victim).start();
        }
        cluster.awaitReady();

        // Then
        traffic.awaitSettled();
        assertThat(traffic.acknowledged()).isGreaterThanOrEqualTo(EVENTS);
        assertThat(traffic.repeated()).as("events that a kill left open").isPositive();
    }
}
