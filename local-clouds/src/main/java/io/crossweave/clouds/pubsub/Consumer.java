package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import java.util.List;

/** Who takes messages of a subscription: a stream, or one pull. Called under the subscription's lock only. */
interface Consumer {

    /** Whether flow control and transport let it take one more. */
    boolean hasRoom();

    /** It holds one more message, or one less, that isn't settled. */
    void took(int bytes);

    void released(int bytes);

    void send(List<ReceivedMessage> messages);

    /** How long a message stays its own. */
    long leaseNanos();
}
