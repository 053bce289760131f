package io.crossweave.adapters.gcp;

import io.crossweave.core.limits.Limits;
import org.jspecify.annotations.Nullable;

/**
 * One intake on Pub/Sub. Topic and subscription exist already, the subscription with message ordering enabled, and without exactly-once
 * delivery, which would only cost time.
 *
 * @param subscription null where this site only sends
 * @param outstandingBytesMax frames that the owner has received and not yet acknowledged; all frames of the largest envelope must fit in,
 *     because an envelope is opened when it is complete
 */
public record PubSubIntake(
        String project, String topic, @Nullable String subscription, Service service, long outstandingBytesMax) {
    /** Of a site with a heap of a few hundred megabytes. */
    public static final long OUTSTANDING_BYTES_MAX_DEFAULT = 64L << 20;

    /** Who answers. */
    public sealed interface Service {
        /**
         * Google, with TLS and the credentials of the environment.
         *
         * @param host of one region, such as {@code us-east1-pubsub.googleapis.com}: the service keeps the order of a key only among what is
         *     published in one region
         */
        record Google(String host) implements Service {}

        /** A server on the same machine, without TLS and without credentials. */
        record Plaintext(String hostAndPort) implements Service {}
    }

    public PubSubIntake {
        requireText("project", project);
        requireText("topic", topic);
        if (subscription != null) {
            requireText("subscription", subscription);
        }
        if (outstandingBytesMax < Limits.FRAME_BYTES_MIN) {
            throw new IllegalArgumentException("Pub/Sub intake: outstandingBytesMax " + outstandingBytesMax
                    + " is less than a frame; allowed from " + Limits.FRAME_BYTES_MIN);
        }
    }

    public static PubSubIntake of(String project, String topic, @Nullable String subscription, Service service) {
        return new PubSubIntake(project, topic, subscription, service, OUTSTANDING_BYTES_MAX_DEFAULT);
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Pub/Sub intake: " + name + " is empty");
        }
    }
}
