package io.crossweave.adapters.gcp;

import com.google.api.core.ApiService;
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
import org.jspecify.annotations.Nullable;

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

    private static final long START_AGAIN_MS = 2_000;

    private final ProjectSubscriptionName name;
    private final long outstandingBytesMax;
    private final PubSubConnection connection;
    private final DeliverySink sink;
    private final ScheduledThreadPoolExecutor deliveries;
    private @Nullable Subscriber subscriber;
    private boolean closed;

    private PubSubSubscription(
            ProjectSubscriptionName name, long outstandingBytesMax, PubSubConnection connection, DeliverySink sink) {
        this.name = name;
        this.outstandingBytesMax = outstandingBytesMax;
        this.connection = connection;
        this.sink = sink;
        this.deliveries = new ScheduledThreadPoolExecutor(
                DELIVERY_THREADS,
                Thread.ofPlatform()
                        .daemon()
                        .name("pubsub-intake-" + name.getSubscription() + "-", 0)
                        .factory());
    }

    static PubSubSubscription start(
            ProjectSubscriptionName name, long outstandingBytesMax, PubSubConnection connection, DeliverySink sink) {
        PubSubSubscription subscription = new PubSubSubscription(name, outstandingBytesMax, connection, sink);
        subscription.startSubscriber();
        return subscription;
    }

    @Override
    public void close() {
        Subscriber stopping;
        synchronized (this) {
            closed = true;
            stopping = subscriber;
        }
        if (stopping != null) {
            stopping.stopAsync();
        }
        // Ends deliveries that wait before the sink, and those that wait for them.
        deliveries.shutdownNow();
        if (stopping != null) {
            awaitStopped(stopping);
        }
    }

    private static void awaitStopped(Subscriber stopping) {
        try {
            stopping.awaitTerminated(2 * CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | IllegalStateException e) {
            // Hanging or failed: nothing is given back, and its leases run out.
        }
    }

    private synchronized void startSubscriber() {
        if (closed) {
            return;
        }
        Subscriber starting = subscriber();
        starting.addListener(
                new ApiService.Listener() {
                    @Override
                    public void failed(ApiService.State from, Throwable failure) {
                        // Google's client gives up where it sees no hope: no such subscription, no permission, a server
                        // that shuts down.
                        // Each of them passes.
                        connection.later(PubSubSubscription.this::startSubscriber, START_AGAIN_MS);
                    }
                },
                Runnable::run);
        subscriber = starting;
        starting.startAsync();
    }

    private Subscriber subscriber() {
        return Subscriber.newBuilder(name, this::receive)
                .setChannelProvider(connection.channelProvider())
                .setCredentialsProvider(connection.credentialsProvider())
                .setSystemExecutorProvider(connection.executorProvider())
                .setExecutorProvider(FixedExecutorProvider.create(deliveries))
                .setMaxDurationPerAckExtensionDuration(LEASE)
                .setFlowControlSettings(FlowControlSettings.newBuilder()
                        .setMaxOutstandingElementCount(OUTSTANDING_FRAMES_MAX)
                        .setMaxOutstandingRequestBytes(outstandingBytesMax)
                        .build())
                .setSubscriberShutdownSettings(SubscriberShutdownSettings.newBuilder()
                        .setMode(ShutdownMode.NACK_IMMEDIATELY)
                        .setTimeout(CLOSE_TIMEOUT)
                        .build())
                .build();
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
