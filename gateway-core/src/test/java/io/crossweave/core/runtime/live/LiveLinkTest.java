package io.crossweave.core.runtime.live;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.inbound.InboundPath;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.scripted.ScriptedPolicy;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.EnvelopeSealer.SealOutcome;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.stored.ReceivedMark.Range;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeDraft;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import io.crossweave.core.wire.FrameCutter;
import io.crossweave.core.wire.control.HeartbeatCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A running site and one peer of it, which is the test: it opens what is sent to it and answers by heartbeats. */
@Timeout(60)
class LiveLinkTest {
    private static final ContextKey KEY = note("c");
    private static final LaneId LANE = new LaneId(Changes.NOTE.tier(), KEY.shard());
    private static final SiteId PEER = new SiteId("aa", 3);
    private static final long EPOCH = 2;
    private static final long PATIENCE_MS = 8_000;
    /** As many records as a link runner lets wait, and more. */
    private static final int RECORDS_TOO_MANY = 4_200;

    private static final int MISSED = 500;
    /** As many sends without an answer close a link's gate. */
    private static final int UNANSWERED_ENOUGH = 3;

    private final PlainSealing sealing = new PlainSealing();
    private final PlainSealing peerSealing = new PlainSealing();
    private final PeersBroker intake = new PeersBroker(0);
    private final InboundPath peer = new InboundPath("aa", new TreeSet<>(List.of("cc")), peerSealing);
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private @Nullable LiveSite site;

    private LiveSite start(PeersBroker toPeer) {
        var settings = new LiveSettings(
                new SiteId("cc", 7),
                EPOCH,
                Map.of("note", Changes.NOTE),
                new ScriptedPolicy(),
                sealing,
                sealing,
                intake,
                Map.of("aa", toPeer));
        var started = new LiveSite(settings, new MemoryStore(), new LiveClock(0, Long.MAX_VALUE), failed::complete);
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

    private static void publish(LiveSite site, ContextEvent change) throws Exception {
        assertThat(site.publish(change, Precondition.NONE)
                        .toCompletableFuture()
                        .get(PATIENCE_MS, TimeUnit.MILLISECONDS))
                .isInstanceOf(PublishOutcome.Published.class);
    }

    private static void until(BooleanSupplier holds) {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("end of patience").isLessThan(endNanos);
            Thread.onSpinWait();
        }
    }

    private long nextNumber(PeersBroker toPeer) throws InterruptedException {
        return next(toPeer).number();
    }

    /** Where the next whole envelope of items that the peer gets belongs. */
    private EnvelopeAddress next(PeersBroker toPeer) throws InterruptedException {
        return nextItems(toPeer).address();
    }

    private Arrival.Items nextItems(PeersBroker toPeer) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (System.nanoTime() < endNanos) {
            // Heartbeats go every second, so this ends.
            if (peer.take(toPeer.sent.take(), 0) instanceof Arrival.Items items) {
                return items;
            }
        }
        throw new AssertionError("no items in " + PATIENCE_MS + " ms");
    }

    /** A heartbeat of the peer with what it has of the lane. */
    private void beat(long sequence, long reportEpoch, long cumulative, Range... missing) throws Exception {
        var report = new Heartbeat.ReceivedLane(LANE, cumulative, List.of(missing));
        var heartbeat = new Heartbeat(
                1, sequence, System.currentTimeMillis(), List.of(), reportEpoch, List.of(report), List.of());
        var address = new EnvelopeAddress(EnvelopeKind.CONTROL, PEER, "cc", Optional.empty(), 1, sequence);
        var draft = new EnvelopeDraft(address, new byte[16], HeartbeatCodec.encode(heartbeat));
        if (peerSealing.seal(draft, new byte[32], 0) instanceof SealOutcome.Sealed(var envelope)) {
            for (Frame frame : FrameCutter.cut(envelope, Limits.FRAME_BYTES_MIN)) {
                intake.sink.get(PATIENCE_MS, TimeUnit.MILLISECONDS).deliver(new Delivery(frame, () -> {}));
            }
        }
    }

    @Test
    void aSiteEndsWhereSendingALargeEnvelopeFailsInAWayThatNobodyExpected() throws Exception {
        // Given
        LiveSite running = start(new PeersBroker(0));
        sealing.breakDown();

        // When
        publish(running, set(KEY, "e", "/x", noise()));

        // Then
        assertThat(failed.get(PATIENCE_MS, TimeUnit.MILLISECONDS)).hasMessage("sealing is broken");
    }

    @Test
    void L8_whatFoundNoKeyLeavesUnderItsNumberOnceThereIsOne() throws Exception {
        var toPeer = new PeersBroker(0);
        sealing.loseKeyService();
        LiveSite running = start(toPeer);
        publish(running, append(KEY, "e"));
        until(() -> running.meters().sendsFailed.sum() > 0);
        assertThat(toPeer.sent).isEmpty();

        sealing.findKeyService();

        assertThat(nextNumber(toPeer)).isEqualTo(1);
    }

    @Test
    void L12_anEnvelopeOfWhichOneFrameWasNotTakenGoesAgain() throws Exception {
        var toPeer = new PeersBroker(2);
        LiveSite running = start(toPeer);

        publish(running, set(KEY, "e", "/noise", noise()));

        long number = nextNumber(toPeer);
        while (number != 1) {
            // What is small and follows passes by.
            assertThat(number).isEqualTo(2);
            number = nextNumber(toPeer);
        }
    }

    @Test
    void L12_whatThePeerAsksForGoesAgain() throws Exception {
        var toPeer = new PeersBroker(0);
        publish(start(toPeer), append(KEY, "e"));
        assertThat(nextNumber(toPeer)).isEqualTo(1);

        beat(1, EPOCH, 0, new Range(1, 1));

        assertThat(nextNumber(toPeer)).isEqualTo(1);
    }

    @Test
    void L12_aReportOnAFormerEpochConfirmsNothing() throws Exception {
        var toPeer = new PeersBroker(0);
        publish(start(toPeer), append(KEY, "e"));
        assertThat(nextNumber(toPeer)).isEqualTo(1);

        beat(1, EPOCH - 1, 1);
        beat(2, EPOCH, 0, new Range(1, 1));

        assertThat(nextNumber(toPeer)).isEqualTo(1);
    }

    @Test
    void L12_aHeartbeatThatComesAgainLaterConfirmsNothing() throws Exception {
        var toPeer = new PeersBroker(0);
        publish(start(toPeer), append(KEY, "e"));
        assertThat(nextNumber(toPeer)).isEqualTo(1);

        beat(2, EPOCH, 0);
        beat(1, EPOCH, 1);
        beat(3, EPOCH, 0, new Range(1, 1));

        assertThat(nextNumber(toPeer)).isEqualTo(1);
    }

    @Test
    void L12_aConfirmationIsHeardAndWhatItCoversIsNotSentAgain() throws Exception {
        var toPeer = new PeersBroker(0);
        LiveSite running = start(toPeer);
        publish(running, append(KEY, "e1"));
        assertThat(nextNumber(toPeer)).isEqualTo(1);

        beat(1, EPOCH, 1);
        until(() -> running.peers().getFirst().confirmed() == 1);
        beat(2, EPOCH, 0, new Range(1, 1));
        publish(running, append(KEY, "e2"));

        assertThat(nextNumber(toPeer)).isEqualTo(2);
    }

    @Test
    void L12_whatTheHandOverHadNoRoomForLeavesAllTheSame() throws Exception {
        ContextKey other = note("d");
        assertThat(other.shard()).isNotEqualTo(KEY.shard());
        var toPeer = new PeersBroker(0);
        toPeer.stall();
        LiveSite running = start(toPeer);
        publish(running, append(other, "first"));
        until(() -> toPeer.dataFrames.get() == 1);

        publish(running, append(KEY, "e"));
        for (int i = 0; i < RECORDS_TOO_MANY; i++) {
            publish(running, append(other, "o" + i));
        }
        toPeer.goOn();

        while (!LANE.equals(next(toPeer).lane().orElseThrow())) {
            // Nothing else of this lane follows: only its own record can bring it.
        }
    }

    @Test
    void L17_whileABrokerIsCutOffOnlyHeartbeatsTryAndThenWhatWasMissedLeavesInFewEnvelopes() throws Exception {
        var toPeer = new PeersBroker(0);
        LiveSite running = start(toPeer);
        publish(running, append(KEY, "first"));
        assertThat(nextNumber(toPeer)).isEqualTo(1);
        toPeer.cut(true);
        publish(running, append(KEY, "lost"));
        until(() -> toPeer.unanswered.get() >= UNANSWERED_ENOUGH);
        int dataFrames = toPeer.dataFrames.get();
        for (int i = 0; i < MISSED; i++) {
            publish(running, append(KEY, "e" + i));
        }
        assertThat(toPeer.dataFrames).hasValue(dataFrames);

        toPeer.cut(false);

        int envelopes = 0;
        for (int items = 0; items <= MISSED; envelopes++) {
            items += nextItems(toPeer).items().size();
        }
        assertThat(envelopes).isLessThan(MISSED / 10);
    }

    /** Text that does not shrink to a single frame. */
    private static String noise() {
        var random = new Random(1);
        var text = new StringBuilder();
        for (int i = 0; i < 6 * Limits.CHUNK_BYTES; i++) {
            text.append(Character.forDigit(random.nextInt(16), 16));
        }
        return text.toString();
    }
}
