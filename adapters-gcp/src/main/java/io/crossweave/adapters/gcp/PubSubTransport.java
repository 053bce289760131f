package io.crossweave.adapters.gcp;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.TopicName;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An intake on Google Pub/Sub. Frames of one ordering key arrive in order, except around failures and restarts, when the service may
 * hand out some again.
 *
 * <p>Frames have at most {@value FrameMessage#FRAME_BYTES_MAX} bytes. The service's quota of 1 MB a second for each key is not enforced
 * here: the service does that, and is reported as Throttled. {@link #send} waits for some seconds while too much is under way; so it must
 * not be called by an outcome.
 */
public final class PubSubTransport implements Transport {
    private static final Duration PUBLISH_TIMEOUT = Duration.ofSeconds(8);

    /** How long a send waits while too much is under way, before it ends as Throttled. */
    private static final Duration ROOM_WAIT = Duration.ofSeconds(5);

    private final PubSubIntake intake;
    private final PubSubConnection connection;
    private final TopicAdminClient client;
    private final KeyLines lines;
    private final long sender = new SecureRandom().nextLong();
    private final AtomicLong sent = new AtomicLong();
    private @Nullable PubSubSubscription subscription;
    private boolean closed;

    public PubSubTransport(PubSubIntake intake) {
        this.intake = intake;
        this.connection = new PubSubConnection(intake.service(), intake.topic());
        this.client = client(connection);
        String topic = TopicName.of(intake.project(), intake.topic()).toString();
        this.lines = new KeyLines(
                messages -> client.publishCallable()
                        .futureCall(PublishRequest.newBuilder()
                                .setTopic(topic)
                                .addAllMessages(messages)
                                .build()),
                ROOM_WAIT);
    }

    @Override
    public TransportCapabilities capabilities() {
        return new TransportCapabilities(FrameMessage.FRAME_BYTES_MAX, true, true);
    }

    @Override
    public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        if (frame.size() > FrameMessage.FRAME_BYTES_MAX) {
            done.accept(new Refused("frame of " + frame.size() + " bytes exceeds " + FrameMessage.FRAME_BYTES_MAX
                    + " for Pub/Sub topic " + intake.topic()));
            return;
        }
        lines.send(FrameMessage.of(frame, orderingKey, FrameMessage.id(sender, sent.incrementAndGet())), done);
    }

    @Override
    public synchronized void subscribe(DeliverySink sink) {
        String name = intake.subscription();
        if (name == null) {
            throw new IllegalStateException("Pub/Sub topic " + intake.topic() + " is only sent to from here");
        }
        if (closed || subscription != null) {
            throw new IllegalStateException(
                    "Pub/Sub subscription " + name + " is " + (closed ? "closed" : "subscribed to already"));
        }
        var path = ProjectSubscriptionName.of(intake.project(), name);
        subscription = PubSubSubscription.start(path, intake.outstandingBytesMax(), connection, sink);
    }

    @Override
    public void close() {
        PubSubSubscription receiving;
        synchronized (this) {
            closed = true;
            receiving = subscription;
        }
        lines.stop();
        if (receiving != null) {
            receiving.close();
        }
        client.close();
        connection.close();
        lines.endAll();
    }

    /** One attempt for each publish: what to do after a failure is the caller's decision. */
    private static TopicAdminClient client(PubSubConnection connection) {
        try {
            TopicAdminSettings.Builder settings = TopicAdminSettings.newBuilder()
                    .setTransportChannelProvider(connection.channelProvider())
                    .setCredentialsProvider(connection.credentialsProvider())
                    .setBackgroundExecutorProvider(connection.executorProvider());
            settings.publishSettings()
                    .setRetryableCodes(Set.of())
                    .setRetrySettings(RetrySettings.newBuilder()
                            .setInitialRpcTimeoutDuration(PUBLISH_TIMEOUT)
                            .setMaxRpcTimeoutDuration(PUBLISH_TIMEOUT)
                            .setTotalTimeoutDuration(PUBLISH_TIMEOUT)
                            .setMaxAttempts(1)
                            .build());
            return TopicAdminClient.create(settings.build());
        } catch (IOException e) {
            // The credentials of the environment can't be read: a wrong configuration, found at start.
            throw new UncheckedIOException(e);
        }
    }
}
