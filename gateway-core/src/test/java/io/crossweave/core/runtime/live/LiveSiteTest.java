package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.scripted.ScriptedPolicy;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.BodyCodec;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameCutter;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveSiteTest {
    private static final ContextKey KEY = note("c");
    private static final long LONG_MS = 10_000;

    private final MemoryStore disk = new MemoryStore();
    private final PlainSealing sealing = new PlainSealing();
    private final Intake intake = new Intake();
    private final Intake toPeer = new Intake();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    private @Nullable LiveSite site;

    /** An intake that keeps what is sent, and delivers what a test gives it. */
    private static final class Intake implements Transport {
        private final BlockingQueue<Frame> sent = new LinkedBlockingQueue<>();
        private final CompletableFuture<DeliverySink> sink = new CompletableFuture<>();
        /** Frames from this size on are throttled, as by a service that counts bytes. */
        private volatile int throttledBytesMin = Integer.MAX_VALUE;

        @Override
        public TransportCapabilities capabilities() {
            return new TransportCapabilities(Limits.FRAME_BYTES_MIN, true, false);
        }

        @Override
        public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
            if (frame.size() >= throttledBytesMin) {
                done.accept(new SendOutcome.Throttled(Duration.ofMillis(10)));
                return;
            }
            sent.add(frame);
            done.accept(SendOutcome.ACCEPTED);
        }

        @Override
        public void subscribe(DeliverySink subscriber) {
            sink.complete(subscriber);
        }

        @Override
        public void close() {}
    }

    private LiveSite start(long storeBytesMax) {
        var settings = new LiveSettings(
                new SiteId("cc", 7),
                1,
                Map.of("note", Changes.NOTE),
                new ScriptedPolicy(),
                sealing,
                sealing,
                intake,
                Map.of("aa", toPeer),
                SilenceBounds.DEFAULT,
                storeBytesMax);
        LiveSite started = new LiveSite(settings, disk, new LiveClock(0, Long.MAX_VALUE), failures::add);
        site = started;
        started.start();
        return started;
    }

    @AfterEach
    void stop() {
        if (site != null) {
            site.close();
        }
    }

    private Frame frameOfPeer() {
        var peer = new LaneSite("aa", Set.of("cc"), KEY);
        StampedEvent event = peer.publishes(append(KEY, "from-a"));
        var lane = new LaneId(Changes.NOTE.tier(), KEY.shard());
        var address = new EnvelopeAddress(EnvelopeKind.DATA, peer.id, "cc", Optional.of(lane), 1, 1);
        var draft = new EnvelopeDraft(address, new byte[16], BodyCodec.encode(1, List.of(event)));
        return switch (sealing.seal(draft, new byte[32], 0)) {
            case SealOutcome.Sealed sealed ->
                FrameCutter.cut(sealed.envelope(), Limits.FRAME_BYTES_MIN).getFirst();
            case SealOutcome.NoKey none -> throw new AssertionError(none.reason());
        };
    }

    private static CompletableFuture<PublishOutcome> publish(LiveSite site, String eventId) {
        return site.publish(append(KEY, eventId), Precondition.NONE).toCompletableFuture();
    }

    @Test
    void L13_theBrokerHearsOfAFrameOnlyWhenItsItemsAreCommitted() throws Exception {
        // Given
        start(Limits.STORE_BYTES_MAX);
        disk.hold();
        var acknowledged = new CompletableFuture<Boolean>();

        // When
        intake.sink.get().deliver(new Delivery(frameOfPeer(), () -> acknowledged.complete(true)));
        while (disk.waiting() == 0) {
            Thread.onSpinWait();
        }

        // Then
        assertThat(acknowledged).isNotDone();
        disk.resume();
        assertThat(acknowledged.get(LONG_MS, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void L13_afterACommitOfUnknownOutcomeTheBrokerHearsNothingAndTheSiteStops() throws Exception {
        LiveSite running = start(Limits.STORE_BYTES_MAX);
        // The clock is noted first of all; the batch that is to fail is the one of the frame.
        while (disk.commits() == 0) {
            Thread.onSpinWait();
        }
        disk.failNext(new IllegalStateException("disk gone"), MemoryStore.UnknownBatch.KEPT);
        var acknowledged = new CompletableFuture<Boolean>();
        intake.sink.get().deliver(new Delivery(frameOfPeer(), () -> acknowledged.complete(true)));

        assertThat(failures.poll(LONG_MS, TimeUnit.MILLISECONDS)).isNotNull();

        assertThat(publish(running, "late").get(LONG_MS, TimeUnit.MILLISECONDS))
                .isInstanceOf(PublishOutcome.Unavailable.class);
        running.close();
        assertThat(acknowledged).isNotDone();
    }

    @Test
    void L12_publishersAreTurnedAwayFromAFullStoreAndPeersAreNot() throws Exception {
        LiveSite running = start(0);

        PublishOutcome outcome = publish(running, "e").get(LONG_MS, TimeUnit.MILLISECONDS);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        PublishOutcome.Unavailable.class,
                        unavailable -> assertThat(unavailable.reason()).contains("limit"));
        var acknowledged = new CompletableFuture<Boolean>();
        intake.sink.get().deliver(new Delivery(frameOfPeer(), () -> acknowledged.complete(true)));
        assertThat(acknowledged.get(LONG_MS, TimeUnit.MILLISECONDS)).isTrue();
    }

    @Test
    void L8_withNoKeyNothingLeavesAndItIsTriedAgain() throws Exception {
        sealing.loseKeyService();
        LiveSite running = start(Limits.STORE_BYTES_MAX);

        assertThat(publish(running, "e").get(LONG_MS, TimeUnit.MILLISECONDS))
                .isInstanceOf(PublishOutcome.Published.class);

        while (running.meters().sealsWithoutKey.sum() < 2) {
            Thread.onSpinWait();
        }
        assertThat(toPeer.sent).isEmpty();
    }

    @Test
    void aLargeDocumentThatTheServiceThrottlesHoldsUpNothingElseAndArrivesWhenItMay() throws Exception {
        LiveSite running = start(Limits.STORE_BYTES_MAX);
        toPeer.throttledBytesMin = Limits.FRAME_BYTES_MIN / 2;
        byte[] noise = new byte[4 * Limits.CHUNK_BYTES];
        new Random(1).nextBytes(noise);
        String text = Base64.getEncoder().encodeToString(noise);
        running.publish(set(KEY, "large", "/text", text), Precondition.NONE)
                .toCompletableFuture()
                .get(LONG_MS, TimeUnit.MILLISECONDS);
        while (running.meters().framesSent.sum() < FrameCarrier.FRAMES_UNDER_WAY_MAX) {
            Thread.onSpinWait();
        }
        toPeer.sent.clear();

        running.publish(append(Changes.beside(KEY), "small"), Precondition.NONE);

        Frame small = toPeer.sent.poll(LONG_MS, TimeUnit.MILLISECONDS);
        assertThat(small).isNotNull();
        toPeer.throttledBytesMin = Integer.MAX_VALUE;
        int wholeFrames = 0;
        while (wholeFrames < 4) {
            Frame next = toPeer.sent.poll(LONG_MS, TimeUnit.MILLISECONDS);
            assertThat(next).isNotNull();
            wholeFrames += next.size() > Limits.FRAME_BYTES_MIN / 2 ? 1 : 0;
        }
    }

    @Test
    void whoeverWaitsIsToldThatTheSiteStops() throws Exception {
        LiveSite running = start(Limits.STORE_BYTES_MAX);
        disk.hold();
        CompletableFuture<PublishOutcome> waiting = publish(running, "e");
        while (disk.waiting() == 0) {
            Thread.onSpinWait();
        }

        running.close();

        assertThat(waiting.get(LONG_MS, TimeUnit.MILLISECONDS)).isInstanceOf(PublishOutcome.Unavailable.class);
        running.close();
    }
}
