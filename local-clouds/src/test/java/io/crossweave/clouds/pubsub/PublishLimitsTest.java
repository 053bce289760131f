package io.crossweave.clouds.pubsub;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.crossweave.clouds.pubsub.PublishLimits.TooLarge;
import io.grpc.StatusException;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PublishLimitsTest {

    private static final PubsubMessage SMALL =
            PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8("x")).build();

    @Test
    void requestOfExactlyTheLimitIsAcceptedAndOneByteMoreRefused() {
        // Given
        int overhead = request(dataOf(9_900_000)).getSerializedSize() - 9_900_000;
        PublishRequest exact = request(dataOf(PublishLimits.REQUEST_BYTES_MAX - overhead));
        PublishRequest larger = request(dataOf(PublishLimits.REQUEST_BYTES_MAX - overhead + 1));

        // Then
        assertThatCode(() -> PublishLimits.check(exact)).doesNotThrowAnyException();
        assertThatThrownBy(() -> PublishLimits.check(larger))
                .isInstanceOf(TooLarge.class)
                .hasMessageContaining("You passed 10000001")
                .hasMessageContaining("the maximum value is 10000000");
    }

    @Test
    void thousandMessagesAreAcceptedAndOneMoreRefused() {
        // Given
        PublishRequest exact = PublishRequest.newBuilder()
                .addAllMessages(Collections.nCopies(1_000, SMALL))
                .build();
        PublishRequest more = exact.toBuilder().addMessages(SMALL).build();

        // Then
        assertThatCode(() -> PublishLimits.check(exact)).doesNotThrowAnyException();
        assertThatThrownBy(() -> PublishLimits.check(more)).isInstanceOf(TooLarge.class);
    }

    @Test
    void attributesAndOrderingKeyAreMeasuredInBytes() {
        // Given
        PubsubMessage exact = SMALL.toBuilder()
                .setOrderingKey("k".repeat(1_024))
                .putAttributes("n".repeat(256), "ü".repeat(512))
                .build();

        // Then
        assertThatCode(() -> PublishLimits.check(request(exact))).doesNotThrowAnyException();
        refusedAsTooLarge(exact.toBuilder().setOrderingKey("ü".repeat(513)).build());
        refusedAsTooLarge(SMALL.toBuilder().putAttributes("n".repeat(257), "v").build());
        refusedAsTooLarge(
                SMALL.toBuilder().putAttributes("n", "v".repeat(1_025)).build());
    }

    @Test
    void hundredAttributesAreAcceptedAndOneMoreRefused() {
        // Given
        PubsubMessage.Builder message = SMALL.toBuilder();
        IntStream.range(0, 100).forEach(i -> message.putAttributes("name" + i, "value"));

        // Then
        assertThatCode(() -> PublishLimits.check(request(message.build()))).doesNotThrowAnyException();
        refusedAsTooLarge(message.putAttributes("one-more", "value").build());
    }

    @Test
    void emptyMessageAndEmptyRequestAreWrong() {
        assertThatThrownBy(() -> PublishLimits.check(request(PubsubMessage.getDefaultInstance())))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("INVALID_ARGUMENT");
        assertThatThrownBy(() -> PublishLimits.check(PublishRequest.getDefaultInstance()))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    private static void refusedAsTooLarge(PubsubMessage message) {
        assertThatThrownBy(() -> PublishLimits.check(request(message))).isInstanceOf(TooLarge.class);
    }

    private static PubsubMessage dataOf(int bytes) {
        return PubsubMessage.newBuilder()
                .setData(ByteString.copyFrom(new byte[bytes]))
                .build();
    }

    private static PublishRequest request(PubsubMessage message) {
        return PublishRequest.newBuilder()
                .setTopic("projects/p-local/topics/t-1")
                .addMessages(message)
                .build();
    }
}
