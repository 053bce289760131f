package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.gateway.ForwardCount.Outcome;
import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.wire.EnvelopeAddress;
import io.crossweave.core.wire.EnvelopeKind;
import io.crossweave.core.wire.Frame;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RelayLineTest {
    private static final int FRAME_BYTES = 100;

    private final Map<Outcome, Integer> counted = new ConcurrentHashMap<>();
    private final PeersBroker broker = new PeersBroker(0);
    private final SiteThreads threads = new SiteThreads();
    private final RelayLine line = new RelayLine(
            next -> next.equals("bb") ? broker : null,
            (outcome, bytes) -> counted.merge(outcome, 1, Integer::sum),
            cause -> counted.merge(Outcome.REFUSED, 1, Integer::sum));

    @BeforeEach
    void start() {
        threads.start("line", line);
    }

    @AfterEach
    void stop() {
        threads.stop(() -> {});
    }

    private static Arrival.Onward frame(String nextHop, int bytes) {
        var lane = Optional.of(new LaneId(Tier.CRITICAL, 3));
        var address = new EnvelopeAddress(EnvelopeKind.DATA, new SiteId("aa", 1), "bb", lane, 1, 1);
        return new Arrival.Onward(nextHop, address, Frame.received(new byte[bytes]));
    }

    private int count(Outcome outcome) {
        return counted.getOrDefault(outcome, 0);
    }

    @Test
    void L9_aFrameIsHandedOnAsItCame() {
        Arrival.Onward onward = frame("bb", FRAME_BYTES);

        line.take(onward);

        LiveNetwork.until(() -> count(Outcome.FORWARDED) == 1);
        assertThat(broker.sent.peek()).isSameAs(onward.frame());
    }

    @Test
    void L13_whatFindsNoRoomIsDroppedAndCounted_andNobodyWaits() {
        // Given: the destination's broker takes nothing, and answers nothing
        broker.cut(true);

        // When
        int frames = 2 * Limits.RELAY_FRAMES_MAX;
        for (int i = 0; i < frames; i++) {
            line.take(frame("bb", FRAME_BYTES));
        }

        // Then
        assertThat(count(Outcome.NO_ROOM)).isBetween(frames - Limits.RELAY_FRAMES_MAX - 100, frames);
    }

    @Test
    void L13_aRelayKeepsNoMoreBytesThanItsBound() {
        broker.cut(true);
        int megabytes = (int) (Limits.RELAY_BYTES_MAX >> 20);

        for (int i = 0; i < 2 * megabytes; i++) {
            line.take(frame("bb", 1 << 20));
        }

        assertThat(count(Outcome.NO_ROOM)).isGreaterThanOrEqualTo(megabytes - 20);
    }

    @Test
    void aFrameWhoseSendIsNotAnsweredGoesAgain() {
        broker.cut(true);
        line.take(frame("bb", FRAME_BYTES));
        LiveNetwork.until(() -> broker.unanswered.get() >= 1);

        broker.cut(false);

        LiveNetwork.until(() -> count(Outcome.FORWARDED) == 1);
    }

    @Test
    void aFrameForWhichThereIsNoWayAnyMoreIsDropped() {
        line.take(frame("cc", FRAME_BYTES));

        LiveNetwork.until(() -> count(Outcome.NOT_TAKEN) == 1);
        assertThat(count(Outcome.REFUSED)).isZero();
    }

    @Test
    void keysAtARelaysOwnNeighbourAreThoseOfADirectLink() {
        var address = frame("bb", 1).address();

        assertThat(RelayedTransport.key(address, "bb")).isEqualTo("aa/" + Tier.CRITICAL.id() + "/3");
        assertThat(RelayedTransport.key(address, "cc")).startsWith("aa/" + Tier.CRITICAL.id() + "/3/");
    }
}
