package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.Status;
import io.grpc.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The service's documented limits of a publish request. Each violation is {@code INVALID_ARGUMENT}. */
final class PublishLimits {

    static final int REQUEST_BYTES_MAX = 10_000_000;
    static final int MESSAGES_MAX = 1_000;
    static final int ATTRIBUTES_MAX = 100;
    static final int ATTRIBUTE_KEY_BYTES_MAX = 256;
    static final int ATTRIBUTE_VALUE_BYTES_MAX = 1_024;
    static final int ORDERING_KEY_BYTES_MAX = 1_024;

    private PublishLimits() {}

    /** A limit on a size or a count was passed, in contrast to a request that is wrong in itself. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        private TooLarge(String what, long passed, long max) {
            super("The value for " + what + " is too large. You passed " + passed
                    + " in the request, but the maximum value is " + max + ".");
        }
    }

    static void check(PublishRequest request) throws StatusException, TooLarge {
        atMost("request_size", request.getSerializedSize(), REQUEST_BYTES_MAX);
        atMost("message_count", request.getMessagesCount(), MESSAGES_MAX);
        if (request.getMessagesCount() == 0) {
            throw wrong("The value for message_count is too small. You passed 0, but the minimum value is 1.");
        }
        for (PubsubMessage message : request.getMessagesList()) {
            check(message);
        }
    }

    private static void check(PubsubMessage message) throws StatusException, TooLarge {
        if (message.getData().isEmpty() && message.getAttributesCount() == 0) {
            throw wrong("One or more messages in the publish request is empty."
                    + " Each message must contain either non-empty data, or at least one attribute.");
        }
        atMost("ordering_key_size", utf8Bytes(message.getOrderingKey()), ORDERING_KEY_BYTES_MAX);
        atMost("attribute_count", message.getAttributesCount(), ATTRIBUTES_MAX);
        for (Map.Entry<String, String> attribute : message.getAttributesMap().entrySet()) {
            if (attribute.getKey().isEmpty()) {
                throw wrong("An attribute has an empty key.");
            }
            if (attribute.getKey().startsWith("goog")) {
                throw wrong("The attribute key " + attribute.getKey() + " begins with \"goog\", which is reserved.");
            }
            atMost("attribute_key_size", utf8Bytes(attribute.getKey()), ATTRIBUTE_KEY_BYTES_MAX);
            atMost("attribute_value_size", utf8Bytes(attribute.getValue()), ATTRIBUTE_VALUE_BYTES_MAX);
        }
    }

    private static void atMost(String what, int passed, int max) throws TooLarge {
        if (passed > max) {
            throw new TooLarge(what, passed, max);
        }
    }

    private static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static StatusException wrong(String message) {
        return Status.INVALID_ARGUMENT.withDescription(message).asException();
    }
}
