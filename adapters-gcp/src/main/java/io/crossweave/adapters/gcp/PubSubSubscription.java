package io.crossweave.adapters.gcp;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriberShutdownSettings;
import com.google.cloud.pubsub.v1.SubscriberShutdownSettings.ShutdownMode;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes messages by streaming pull. Frames of one key are handed over one after the other. While the sink blocks, the service stops at the
 * bound of what is outstanding, and the leases are extended in short steps: those of a killed site run out within seconds, and its
 * successor need not wait for long. Nothing is given back for having to wait; only closing gives back what is not acknowledged.
 */
final class PubSubSubscription implements AutoCloseable {
    /** As many as one envelope may have frames, because it is opened when it is complete. */
    private static final long OUTSTANDING_FRAMES_MAX = Limits.FRAMES_MAX;

    /** The shortest that the service allows. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    /** How many keys may be delivered at the same time. All of them wait when the sink blocks. */
    private static final int DELIVERY_THREADS = 4;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final DeliverySink sink;
    private final ScheduledThreadPoolExecutor deliveries;
    private final Subscriber subscriber;

    private PubSubSubscription(PubSubIntake intake, PubSubConnection connection, DeliverySink sink) {
        this.sink = sink;
        this.deliveries = new ScheduledThreadPoolExecutor(
                DELIVERY_THREADS,
                Thread.ofPlatform()
                        .daemon()
                        .name("pubsub-intake-" + intake.subscription() + "-", 0)
                        .factory());
        this.subscriber = Subscriber.newBuilder(
                        ProjectSubscriptionName.of(intake.project(), intake.subscription()), this::receive)
                .setChannelProvider(connection.channelProvider())
                .setCredentialsProvider(connection.credentialsProvider())
                .setSystemExecutorProvider(connection.executorProvider())
                .setExecutorProvider(FixedExecutorProvider.create(deliveries))
                .setMaxDurationPerAckExtensionDuration(LEASE)
                .setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(OUTSTANDING_FRAMES_MAX)
                        .setMaxOutstandingRequestBytes(intake.outstandingBytesMax())
                        .build())
                .setSubscriberShutdownSettings(SubscriberShutdownSettings.newBuilder()
                        .setMode(ShutdownMode.NACK_IMMEDIATELY)
                        .setTimeout(CLOSE_TIMEOUT)
                        .build())
                .build();
    }

    static PubSubSubscription start(PubSubIntake intake, PubSubConnection connection, DeliverySink sink) {
        PubSubSubscription subscription = new PubSubSubscription(intake, connection, sink);
        subscription.subscriber.startAsync();
        return subscription;
    }

    @Override
    public void close() {
        subscriber.stopAsync();
        // Ends deliveries that wait before the sink, and those that wait for them.
        deliveries.shutdownNow();
        try {
            subscriber.awaitTerminated(2 * CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Its leases run out.
        }
    }

    private void receive(PubsubMessage message, AckReplyConsumer reply) {
        try {
            sink.deliver(new Delivery(FrameMessage.frame(message), reply::ack));
        } catch (InterruptedException e) {
            // Closed; not acknowledged, so it comes again.
            Thread.currentThread().interrupt();
        }
    }
}
