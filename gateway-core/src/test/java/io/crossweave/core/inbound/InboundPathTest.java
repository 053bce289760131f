package io.crossweave.core.inbound;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.scripted.PlainSealing;
import io.crossweave.core.wire.Frame;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InboundPathTest {
    private static final ContextKey KEY = note("c");
    private static final LaneId LANE = new LaneId(Tier.CRITICAL, KEY.shard());

    private final PlainSealing sealing = new PlainSealing();
    private final InboundPath path = new InboundPath("cc", new TreeSet<>(Set.of("aa", "bb")), sealing);
    private final SentFrames fromA = new SentFrames("aa", "cc", sealing);
    private final LaneSite a = new LaneSite("aa", Set.of("cc"), KEY);

    private StampedEvent event() {
        return a.publishes(append(KEY, "e"));
    }

    /** More than one chunk of what does not compress. */
    private StampedEvent large() {
        var random = new SplittableRandom(5);
        var text = new StringBuilder();
        random.ints(300_000, ' ' + 1, '~').filter(c -> c != '"' && c != '\\').forEach(text::appendCodePoint);
        return a.publishes(set(KEY, "large", "/x", text.toString()));
    }

    private static String rejection(Arrival arrival) {
        return ((Arrival.Rejected) arrival).reason();
    }

    @Test
    void aWholeEnvelopeInOneFrameGivesItsItems() {
        StampedEvent event = event();

        Arrival arrival = path.take(fromA.items(LANE, event).getFirst(), 0);

        assertThat(arrival).isInstanceOfSatisfying(Arrival.Items.class, items -> {
            assertThat(items.items()).containsExactly(event);
            assertThat(items.address().number()).isEqualTo(1);
        });
    }

    @Test
    void anEnvelopeInManyFramesIsWholeWithItsLastInWhateverOrder() {
        StampedEvent large = large();
        List<Frame> frames = fromA.inSmallFrames().items(LANE, large);
        assertThat(frames.size()).isGreaterThan(2);

        for (Frame frame : frames.subList(1, frames.size()).reversed()) {
            assertThat(path.take(frame, 0)).isInstanceOf(Arrival.Kept.class);
        }

        assertThat(path.take(frames.getFirst(), 0))
                .isInstanceOfSatisfying(
                        Arrival.Items.class, items -> assertThat(items.items()).containsExactly(large));
    }

    @Test
    void malformedBytes_areRejectedBeforeAnythingElse() {
        assertThat(path.take(Frame.received(new byte[] {1, 2, 3}), 0)).isInstanceOf(Arrival.Rejected.class);

        assertThat(sealing.asked()).isEmpty();
    }

    @Test
    void aFrameOfNoPeer_isRejectedBeforeItsSignatureIsLookedAt() {
        var stranger = new SentFrames("zz", "cc", sealing);

        assertThat(rejection(path.take(stranger.items(LANE, event()).getFirst(), 0)))
                .contains("no peer");
        assertThat(sealing.asked()).isEmpty();
    }

    @Test
    void aFrameForAnotherSite_isRejectedBeforeItsSignatureIsLookedAt() {
        var toB = new SentFrames("aa", "bb", sealing);

        assertThat(path.take(toB.items(LANE, event()).getFirst(), 0))
                .isInstanceOfSatisfying(
                        Arrival.NotForwarded.class,
                        not -> assertThat(not.reason()).contains("addressed to bb"));
        assertThat(sealing.asked()).isEmpty();
    }

    @Test
    void aFrameWithNoSignatureOfItsOrigin_isNeverOpened() {
        sealing.forge("aa");

        assertThat(rejection(path.take(fromA.items(LANE, event()).getFirst(), 0)))
                .contains("not signed");
        assertThat(sealing.asked()).containsExactly("signature");
    }

    @Test
    void aChangedChunk_takesNoMemoryAndIsNeverOpened() {
        List<Frame> frames = fromA.inSmallFrames().items(LANE, large());
        byte[] changed = frames.getFirst().bytes().clone();
        changed[changed.length - 1] ^= 1;

        assertThat(rejection(path.take(Frame.received(changed), 0))).contains("signed root");
        for (Frame frame : frames.subList(1, frames.size())) {
            assertThat(path.take(frame, 0)).isInstanceOf(Arrival.Kept.class);
        }
        assertThat(sealing.asked()).doesNotContain("open");
        assertThat(path.take(frames.getFirst(), 0)).isInstanceOf(Arrival.Items.class);
    }

    @Test
    void anEnvelopeWhoseKeyIsNotHereWaitsForIt() {
        sealing.forgetKey(1);
        Frame frame = fromA.items(LANE, event()).getFirst();
        assertThat(path.take(frame, 0)).isInstanceOf(Arrival.Kept.class);
        assertThat(path.retryParked("aa", 0)).allMatch(Arrival.Kept.class::isInstance);

        assertThat(path.take(fromA.keys(), 0)).isEqualTo(new Arrival.Keys("aa"));

        assertThat(path.retryParked("aa", 0)).singleElement().isInstanceOf(Arrival.Items.class);
        assertThat(path.retryParked("aa", 0)).isEmpty();
    }

    @Test
    void whatWaitsForAKeyIsForgottenInTime() {
        sealing.forgetKey(1);
        path.take(fromA.items(LANE, event()).getFirst(), 0);

        assertThat(path.retryParked("aa", Limits.REASSEMBLY_AGE_MS_MAX)).isEmpty();
        assertThat(path.retryParked("nobody", 0)).isEmpty();
    }

    @Test
    void aHeartbeatIsAControlMessage() {
        var beat = new Heartbeat(3, 9, 1_000, List.of(), 0, List.of(), List.of());

        assertThat(path.take(fromA.heartbeat(beat), 0))
                .isInstanceOfSatisfying(
                        Arrival.Control.class,
                        control -> assertThat(control.heartbeat()).isEqualTo(beat));
    }

    @Test
    void aBodyThatCanNotBeRead_isRejected() {
        assertThat(path.take(fromA.body(LANE, new byte[] {9, 9, 9}).getFirst(), 0))
                .isInstanceOf(Arrival.Rejected.class);
    }

    @Test
    void anItemOfAnotherShard_isRejectedWithItsEnvelope() {
        var other = new LaneId(Tier.CRITICAL, (KEY.shard() + 1) % Limits.SHARDS);

        assertThat(rejection(path.take(fromA.items(other, event()).getFirst(), 0)))
                .contains("shard");
    }
}
