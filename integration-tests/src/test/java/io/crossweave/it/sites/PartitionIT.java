package io.crossweave.it.sites;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * One site is cut off from the others in both directions while all three are written to; after the heal all have the same. Times are
 * printed, never asserted: {@code -Dcrossweave.cut.seconds=60 -Dcrossweave.cut.rate=500} measures them.
 */
class PartitionIT {
    private static final int SECONDS = Integer.getInteger("crossweave.cut.seconds", 4);
    private static final int RATE = Integer.getInteger("crossweave.cut.rate", 60);
    private static final int AFTERWARDS_SECONDS = Math.min(SECONDS, 15);
    private static final Duration SETTLED_MAX = Duration.ofMinutes(2);

    @Test
    void L17_aCutInBothDirectionsEndsWithTheSameEverywhere() throws InterruptedException {
        try (SiteCluster cluster = SiteCluster.start(Path.of("target", "partition-cluster"), SiteRegion.US)) {
            var load = new SteadyLoad(cluster, "cut", RATE, SiteRegion.EU, SiteRegion.JP);
            load.phase("warm-up", Math.min(SECONDS, 20));
            load.phase("before", SECONDS);

            cluster.cut();
            load.phase("cut", SECONDS);
            String partitioned =
                    patiently(cluster.client(SiteRegion.EU), path(load, 0)).header("Context-Partitioned");
            cluster.heal();
            var caughtUp = new CatchUpTimes(cluster, load);
            load.phase("afterwards", AFTERWARDS_SECONDS);
            load.awaitAnswers();

            print(load, caughtUp.line());
            print(load, "the EU says Context-Partitioned: " + partitioned);
            for (String phase : List.of("before", "cut", "afterwards")) {
                print(load, load.line(phase));
            }
            await("the same everywhere")
                    .atMost(SETTLED_MAX)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> divergent(cluster, load) == 0);
            print(load, "divergent 0");
        }
    }

    private static void print(SteadyLoad load, String line) {
        System.out.printf(
                "partition of %d s at %d events/s, %d acknowledged, %d not: %s%n",
                SECONDS, RATE, load.acknowledged(), load.refused(), line);
    }

    private static String path(SteadyLoad load, int context) {
        return "/v1/contexts/" + SteadyLoad.TYPE + "/" + load.contextId(context);
    }

    /** On a machine that is too busy, connecting takes longer than a client waits. */
    private static Answer patiently(SiteClient client, String path) {
        return await(path)
                .atMost(SETTLED_MAX)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> client.get(path), answer -> answer.status() == 200);
    }

    /** How many contexts differ between any two sites. */
    private static int divergent(SiteCluster cluster, SteadyLoad load) {
        int divergent = 0;
        for (int i = 0; i < SteadyLoad.CONTEXTS; i++) {
            Set<String> documents = new HashSet<>();
            for (SiteRegion region : SiteRegion.values()) {
                Answer answer = patiently(cluster.client(region), path(load, i));
                documents.add(new String(answer.body(), StandardCharsets.UTF_8));
            }
            divergent += documents.size() == 1 ? 0 : 1;
        }
        return divergent;
    }

    /** When each site had all that each other one had at the heal. */
    private static final class CatchUpTimes {
        private final long healedNanos = System.nanoTime();
        private final List<Thread> waits = new ArrayList<>();
        /** By site that has it and site that it comes from. */
        private final Map<String, Long> lastMs = new ConcurrentSkipListMap<>();

        private final AtomicInteger missing = new AtomicInteger();

        CatchUpTimes(SiteCluster cluster, SteadyLoad load) {
            for (int i = 0; i < SteadyLoad.CONTEXTS; i++) {
                String path = path(load, i);
                for (SiteRegion from : SiteRegion.values()) {
                    String version = patiently(cluster.client(from), path).header("Context-Version");
                    for (SiteRegion to : SiteRegion.values()) {
                        waits.add(Thread.ofVirtual()
                                .start(() -> await(cluster.client(to), to + " of " + from, path, version)));
                    }
                }
            }
        }

        private void await(SiteClient client, String pair, String path, String version) {
            try {
                if (client.get(path + "?timeout-ms=60000&at-least=" + version).status() == 200) {
                    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healedNanos);
                    lastMs.merge(pair, tookMs, Math::max);
                    return;
                }
            } catch (UncheckedIOException e) {
                // Counted below: the machine was too busy, or it took too long.
            }
            missing.incrementAndGet();
        }

        String line() throws InterruptedException {
            for (Thread wait : waits) {
                wait.join();
            }
            return "what was written by the heal was everywhere %d ms after it (waits without an answer: %d): %s"
                    .formatted(lastMs.values().stream().max(Long::compare).orElse(-1L), missing.get(), lastMs);
        }
    }
}
