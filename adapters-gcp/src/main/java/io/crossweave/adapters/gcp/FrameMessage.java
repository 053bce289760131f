package io.crossweave.adapters.gcp;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.pubsub.v1.PubsubMessage;
import io.crossweave.core.wire.Frame;

/**
 * A frame as a Pub/Sub message: the CloudEvents 1.0 binding in binary mode. Its attributes tell only that it is a frame: where it is from
 * and for whom stands in the frame and in the key, and what it is about nowhere but in the sealed part.
 */
final class FrameMessage {
    static final String TYPE = "io.crossweave.frame.v1";

    /**
     * A key may carry 1 MB a second: a larger frame would occupy its key for longer than that, although the service takes messages of
     * almost 10 MB, and one lost frame costs no more than this to repeat.
     */
    static final int FRAME_BYTES_MAX = 1_000_000;

    /** All that a message has beside the frame: key, attributes, tags and lengths come to about 300 bytes. */
    static final int OVERHEAD_BYTES_MAX = 512;

    private static final int KEY_CHARS_MAX = 128;

    private FrameMessage() {}

    /** The id must be unique among the frames of all senders. */
    static PubsubMessage of(Frame frame, String orderingKey, String id) {
        if (orderingKey.length() > KEY_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "ordering key of " + orderingKey.length() + " characters: allowed are " + KEY_CHARS_MAX);
        }
        // Frames are never changed, so they need not be copied.
        ByteString bytes = UnsafeByteOperations.unsafeWrap(frame.bytes());
        return PubsubMessage.newBuilder()
                .setData(bytes)
                .setOrderingKey(orderingKey)
                .putAttributes("ce-specversion", "1.0")
                .putAttributes("ce-type", TYPE)
                .putAttributes("ce-source", "/crossweave")
                .putAttributes("ce-id", id)
                .build();
    }

    static Frame frame(PubsubMessage message) {
        return Frame.received(message.getData().toByteArray());
    }

    static String id(long sender, long number) {
        return String.format("%016x-%016x", sender, number);
    }
}
