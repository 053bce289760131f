package io.crossweave.it.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.runtime.live.LiveSite;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cost of an event grows with the event, not with its document. */
class GrowthIT {
    private static final int MESSAGES = Integer.getInteger("crossweave.growth.messages", 10_000);
    private static final int MEASURED = 100;
    private static final double GROWTH_MAX = 1.5;

    @TempDir
    Path dir;

    private LiveTrio trio;

    /** What messages have cost at all three sites together. */
    private record Cost(long allocatedBytes, long logBytes, long linkBytes) {
        Cost since(Cost earlier) {
            return new Cost(
                    allocatedBytes - earlier.allocatedBytes,
                    logBytes - earlier.logBytes,
                    linkBytes - earlier.linkBytes);
        }
    }

    @BeforeEach
    void start() throws Exception {
        trio = LiveTrio.start(dir);
    }

    @AfterEach
    void stop() {
        trio.close();
    }

    @Test
    void theLastHundredOfTenThousandMessagesCostWhatTheFirstHundredDid() {
        // Given: what only the first messages of a process cost is paid by another conversation
        converse(new ContextKey("default", "conversation", "warm-up"), 0, 3 * MEASURED);
        var key = new ContextKey("default", "conversation", "long");

        // When
        Cost first = converse(key, 0, MEASURED);
        talk(key, MEASURED, MESSAGES - MEASURED);
        Cost last = converse(key, MESSAGES - MEASURED, MESSAGES);

        // Then
        assertThat(first.linkBytes).isPositive();
        assertThat(last.linkBytes).as("link bytes").isLessThan((long) (GROWTH_MAX * first.linkBytes));
        assertThat(last.logBytes).as("log bytes").isLessThan((long) (GROWTH_MAX * first.logBytes));
        assertThat(last.allocatedBytes).as("allocated bytes").isLessThan((long) (GROWTH_MAX * first.allocatedBytes));
    }

    /** One message after the other, each only when all sites have seen the one before: none shares a batch with another. */
    private Cost converse(ContextKey key, int from, int to) {
        Cost before = costSoFar();
        for (int i = from; i < to; i++) {
            LiveSite speaker = trio.site(i % LiveTrio.REGIONS.size());
            awaitEverywhere(key, LiveTrio.publish(speaker, message(key, i)));
        }
        return costSoFar().since(before);
    }

    /** As fast as one caller a site gets through. */
    private void talk(ContextKey key, int from, int to) {
        VersionVector last = VersionVector.EMPTY;
        for (int i = from; i < to; i++) {
            LiveSite speaker = trio.site(i % LiveTrio.REGIONS.size());
            last = last.join(LiveTrio.publish(speaker, message(key, i)));
        }
        awaitEverywhere(key, last);
    }

    private void awaitEverywhere(ContextKey key, VersionVector version) {
        for (LiveSite site : trio.sites()) {
            assertThat(site.await(key, version, Duration.ofSeconds(30))
                            .toCompletableFuture()
                            .join())
                    .as("%s reaches %s", site.site(), version)
                    .isTrue();
        }
    }

    private Cost costSoFar() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return new Cost(
                threads.getTotalThreadAllocatedBytes(),
                trio.stores().stream()
                        .mapToLong(store -> store.counts().logBytes())
                        .sum(),
                trio.intakes().stream().mapToLong(MemoryIntake::dataFrameBytes).sum());
    }

    private static ContextEvent message(ContextKey key, int i) {
        var value = JsonObject.of(
                "speaker",
                new JsonString(i % 2 == 0 ? "USER" : "SYSTEM"),
                "text",
                new JsonString("Message %05d: I want to make a restaurant reservation for 2 people.".formatted(i)));
        var append = new DeltaOperation.Append(JsonPointer.parse("/messages"), value);
        return new ContextEvent(
                key,
                "m-%05d".formatted(i),
                new Payload.Delta(List.of(append)),
                Labels.NONE,
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN);
    }
}
