package io.crossweave.it.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crossweave.core.testing.CloudCounters;
import io.crossweave.core.testing.LocalCloudProcess;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.FrameParser;
import io.crossweave.core.wire.ParseOutcome;
import io.crossweave.core.wire.ParsedFrame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** A document that is larger than any broker's message crosses every link, in frames that every broker takes. */
@ExtendWith(SharedCluster.class)
class LargeDocumentIT {
    /** Random bytes, so that what travels can't be much smaller, whatever compresses it. */
    private static final int CONTENT_BYTES = Integer.getInteger("crossweave.large.bytes", 20_000_000);

    private static final String PROBE = "probe";

    @Test
    void aDocumentOfTwentyMegabytesCrossesAllLinks(SiteCluster cluster) {
        for (SiteRegion origin : SiteRegion.values()) {
            // Given
            String path = "/v1/contexts/telemetry/large-" + origin.region();
            byte[] document = document(origin.region().hashCode());

            // When
            Answer put = cluster.client(origin).put(path, document);

            // Then
            assertThat(put.status()).as("%s", put).isEqualTo(201);
            for (SiteRegion region : SiteRegion.values()) {
                Answer read =
                        cluster.client(region).get(path + "?timeout-ms=60000&at-least=" + put.text("contextVersion"));
                assertThat(read.status()).as("at %s: %s", region, read).isEqualTo(200);
                assertThat(read.body()).as("at %s", region).isEqualTo(document);
            }
        }
        for (SiteRegion destination : SiteRegion.values()) {
            // Kafka's files are read while the broker writes to them, which fails now and then; what counts is what
            // they hold.
            await("what the cloud of " + destination + " holds")
                    .atMost(Duration.ofMinutes(2))
                    .ignoreExceptions()
                    .untilAsserted(() -> requireManyFrames(destination, cluster.cloud(destination)));
        }
    }

    private static void requireManyFrames(SiteRegion destination, LocalCloudProcess cloud) {
        CloudCounters counted = cloud.counters(destination.intake());
        assertThat(counted.refusals()).as("refusals at %s", destination).isZero();
        assertThat(counted.messagesAccepted()).isGreaterThan(1);
        assertThat(framesOfLargest(cloud))
                .as("frames of the largest envelope by origin, at %s", destination)
                .hasSize(SiteRegion.values().length - 1)
                .allSatisfy((origin, frames) -> assertThat(frames).isGreaterThan(1));
    }

    @TestFactory
    Stream<DynamicTest> aCloudTakesAMessageOfItsLimitAndRefusesOneByteMore(SiteCluster cluster) {
        return Stream.of(SiteRegion.values())
                .map(region -> DynamicTest.dynamicTest(region.cloud().name(), () -> {
                    LocalCloudProcess cloud = cluster.cloud(region);
                    cloud.createTopic(PROBE, 1);
                    CloudCounters before = cloud.counters(PROBE);

                    assertThat(region.cloud().takes(cloud, PROBE, 0)).isTrue();
                    assertThat(region.cloud().takes(cloud, PROBE, 1)).isFalse();

                    CloudCounters after = cloud.counters(PROBE);
                    assertThat(after.messagesAccepted() - before.messagesAccepted())
                            .isEqualTo(1);
                    assertThat(after.refusals() - before.refusals()).isEqualTo(1);
                }));
    }

    private static byte[] document(long seed) {
        byte[] content = new byte[CONTENT_BYTES];
        new Random(seed).nextBytes(content);
        return ("{\"blob\":\"" + Base64.getEncoder().encodeToString(content) + "\"}").getBytes(StandardCharsets.UTF_8);
    }

    /** By origin: how many frames the envelope with the most of them has. */
    private static Map<String, Integer> framesOfLargest(LocalCloudProcess cloud) {
        var frames = new HashMap<ByteBuffer, Set<Integer>>();
        var largest = new TreeMap<String, Integer>();
        cloud.dump(message -> {
            if (message.topic().endsWith(PROBE)) {
                return;
            }
            var parsed = (ParseOutcome.Parsed) FrameParser.parse(message.body());
            ParsedFrame frame = parsed.frame();
            if (frame.header().address().kind() == EnvelopeKind.DATA) {
                // By their places: a frame may be there twice.
                Set<Integer> places =
                        frames.computeIfAbsent(ByteBuffer.wrap(frame.header().messageId()), absent -> new HashSet<>());
                places.add(frame.firstChunk());
                largest.merge(frame.header().address().origin().region(), places.size(), Math::max);
            }
        });
        return largest;
    }
}
