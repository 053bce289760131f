package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FrameCarrierTest {
    private static final SendOutcome THROTTLED = new SendOutcome.Throttled(Duration.ofMillis(1));
    private static final SendOutcome LOST = new SendOutcome.Unknown(new IllegalStateException("no answer"));

    private final List<Frame> frames = IntStream.range(0, 9)
            .mapToObj(index -> Frame.received(new byte[] {(byte) index}))
            .toList();
    private final Service service = new Service();
    private final FrameCarrier carrier = new FrameCarrier(service, "aa/critical/0", new SiteMeters());

    /** Answers at once: first as it was told, then accepting. */
    private static final class Service implements Transport {
        private final Deque<SendOutcome> told = new ArrayDeque<>();
        private final List<Frame> sent = new ArrayList<>();
        private final List<Frame> stored = new ArrayList<>();

        @Override
        public TransportCapabilities capabilities() {
            return new TransportCapabilities(Limits.FRAME_BYTES_MIN, true, false);
        }

        @Override
        public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
            sent.add(frame);
            SendOutcome outcome = told.isEmpty() ? SendOutcome.ACCEPTED : told.removeFirst();
            if (outcome instanceof SendOutcome.Accepted) {
                stored.add(frame);
            }
            done.accept(outcome);
        }

        @Override
        public void subscribe(DeliverySink sink) {}

        @Override
        public void close() {}
    }

    @Test
    void aThrottledOrLostFrameGoesAgainAlone() {
        service.told.addAll(List.of(SendOutcome.ACCEPTED, THROTTLED, LOST, SendOutcome.ACCEPTED, THROTTLED));

        SendOutcome outcome = carrier.carryAll(frames);

        assertThat(outcome).isEqualTo(SendOutcome.ACCEPTED);
        assertThat(service.stored).containsExactlyInAnyOrderElementsOf(frames);
        assertThat(service.sent).hasSize(frames.size() + 3);
    }

    @Test
    void aRefusedFrameEndsItsEnvelope() {
        var refused = new SendOutcome.Refused("too large");
        service.told.addAll(List.of(SendOutcome.ACCEPTED, refused));

        assertThat(carrier.carryAll(frames)).isEqualTo(refused);
        assertThat(service.sent).hasSizeLessThanOrEqualTo(1 + FrameCarrier.FRAMES_UNDER_WAY_MAX);
    }

    @Test
    void aServiceThatTakesNothingEndsTheEnvelopeSoThatItIsMadeAgain() {
        for (int i = 0; i < FrameCarrier.FAILURES_MAX; i++) {
            service.told.add(THROTTLED);
        }

        assertThat(carrier.carryAll(frames)).isEqualTo(THROTTLED);
        assertThat(service.stored).isEmpty();
    }

    @Test
    void failuresWithAcceptedFramesBetweenDoNotEndAnEnvelope() {
        for (int i = 0; i < frames.size() - 1; i++) {
            for (int failure = 1; failure < FrameCarrier.FAILURES_MAX - FrameCarrier.FRAMES_UNDER_WAY_MAX; failure++) {
                service.told.add(THROTTLED);
            }
            service.told.add(SendOutcome.ACCEPTED);
        }

        assertThat(carrier.carryAll(frames)).isEqualTo(SendOutcome.ACCEPTED);
        assertThat(service.stored).containsExactlyInAnyOrderElementsOf(frames);
    }
}
