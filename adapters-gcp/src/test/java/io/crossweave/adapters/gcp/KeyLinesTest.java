package io.crossweave.adapters.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.core.ApiFuture;
import com.google.api.core.SettableApiFuture;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.api.gax.rpc.UnavailableException;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import io.crossweave.core.wire.Frame;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyLinesTest {
    private final FakeService service = new FakeService();
    private final KeyLines lines = new KeyLines(service, Duration.ZERO);
    private final List<SendOutcome> outcomes = new ArrayList<>();

    /** Answers when it is told to. */
    private static final class FakeService implements Publishing {
        final List<List<Integer>> requests = new ArrayList<>();
        final List<SettableApiFuture<PublishResponse>> answers = new ArrayList<>();

        @Override
        public ApiFuture<PublishResponse> publish(List<PubsubMessage> messages) {
            requests.add(messages.stream()
                    .map(message -> (int) message.getData().byteAt(0))
                    .toList());
            answers.add(SettableApiFuture.create());
            return answers.getLast();
        }

        void accept() {
            answers.getLast().set(PublishResponse.getDefaultInstance());
        }

        void fail(Throwable failure) {
            answers.getLast().setException(failure);
        }
    }

    private void sendSized(String key, int number, int bytes) {
        byte[] frame = new byte[bytes];
        frame[0] = (byte) number;
        lines.send(FrameMessage.of(Frame.received(frame), key, "id"), outcomes::add);
    }

    private void send(String key, int... numbers) {
        for (int number : numbers) {
            sendSized(key, number, 100);
        }
    }

    @Test
    void keepsOneRequestOfAKeyUnderWay_andSendsWhatWaitedTogether() {
        send("k", 1, 2, 3);
        assertThat(service.requests).containsExactly(List.of(1));

        service.accept();

        assertThat(service.requests).containsExactly(List.of(1), List.of(2, 3));
        assertThat(outcomes).containsExactly(SendOutcome.ACCEPTED);
    }

    @Test
    void doesNotLetOneKeyWaitForAnother() {
        send("a", 1, 2);
        send("b", 3);

        assertThat(service.requests).containsExactly(List.of(1), List.of(3));
    }

    @Test
    void startsAgainAfterAKeyWasIdle() {
        send("k", 1);
        service.accept();

        send("k", 2);
        service.accept();

        assertThat(service.requests).containsExactly(List.of(1), List.of(2));
        assertThat(outcomes).containsExactly(SendOutcome.ACCEPTED, SendOutcome.ACCEPTED);
    }

    @Test
    void putsNoMoreIntoARequestThanAKeyMayCarryInASecond() {
        send("k", 1);
        sendSized("k", 2, 600_000);
        sendSized("k", 3, 400_000);
        sendSized("k", 4, 1);

        service.accept();

        assertThat(service.requests.getLast()).containsExactly(2, 3);
    }

    @Test
    void endsWhatWaitsBehindAFailedRequestUnpublished_soThatNothingOvertakesIt() {
        send("k", 1, 2, 3);

        service.fail(new UnavailableException(
                new IllegalStateException(), GrpcStatusCode.of(Status.Code.UNAVAILABLE), true));

        assertThat(service.requests).hasSize(1);
        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Unknown.class));
        send("k", 1);
        assertThat(service.requests).containsExactly(List.of(1), List.of(1));
    }

    @Test
    void saysThatTheServiceThrottles() {
        send("k", 1);

        service.fail(new ResourceExhaustedException(
                new IllegalStateException(), GrpcStatusCode.of(Status.Code.RESOURCE_EXHAUSTED), true));

        assertThat(outcomes)
                .hasSize(1)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Throttled.class));
    }

    @Test
    void doesNotLetARefusedFrameTakeOthersWithIt() {
        send("k", 1, 2, 3, 4);
        service.accept();

        service.fail(refusal());
        service.accept();
        service.fail(refusal());
        service.accept();

        assertThat(service.requests).containsExactly(List.of(1), List.of(2, 3, 4), List.of(2), List.of(3), List.of(4));
        assertThat(outcomes).hasSize(4);
        assertThat(outcomes.get(2)).isInstanceOf(Refused.class);
        assertThat(outcomes).filteredOn(SendOutcome.ACCEPTED::equals).hasSize(3);
    }

    @Test
    void takesNoMoreThanItsBound_andMoreOnceSomeOfItEnded() {
        int frames = (int) (KeyLines.HELD_BYTES_MAX / FrameMessage.FRAME_BYTES_MAX);
        for (int number = 0; number < frames; number++) {
            sendSized("k", number, FrameMessage.FRAME_BYTES_MAX);
        }
        assertThat(outcomes).isEmpty();

        sendSized("k", 99, FrameMessage.FRAME_BYTES_MAX);
        assertThat(outcomes)
                .hasSize(1)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Throttled.class));
        service.accept();
        sendSized("k", 100, FrameMessage.FRAME_BYTES_MAX);

        assertThat(outcomes).hasSize(2);
        assertThat(outcomes.getLast()).isEqualTo(SendOutcome.ACCEPTED);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void letsASendWaitForRoom() throws Exception {
        KeyLines patient = new KeyLines(service, Duration.ofSeconds(30));
        PubsubMessage large = FrameMessage.of(Frame.received(new byte[FrameMessage.FRAME_BYTES_MAX]), "k", "id");
        int frames = (int) (KeyLines.HELD_BYTES_MAX / FrameMessage.FRAME_BYTES_MAX);
        for (int number = 0; number < frames; number++) {
            patient.send(large, outcomes::add);
        }
        Thread sender = Thread.ofPlatform().start(() -> patient.send(large, outcomes::add));
        while (sender.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        service.accept();

        sender.join();
        assertThat(outcomes).containsExactly(SendOutcome.ACCEPTED);
    }

    @Test
    void endsEverySendOnce_alsoWhereTheAnswerComesAfterTheEnd() {
        send("k", 1, 2);

        lines.stop();
        send("k", 3);
        lines.endAll();
        service.accept();

        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Unknown.class));
        assertThat(service.requests).hasSize(1);
    }

    private static InvalidArgumentException refusal() {
        return new InvalidArgumentException(
                new IllegalStateException(), GrpcStatusCode.of(Status.Code.INVALID_ARGUMENT), false);
    }
}
