package io.crossweave.adapters.aws;

import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * An intake on Kafka, such as Amazon MSK. The ordering key chooses the partition, so frames of one key arrive in order; the idempotent
 * producer keeps it over its own repetitions, and stores a frame once although an acknowledgement was lost.
 *
 * <p>{@link #send} may wait up to {@value KafkaSettings#SEND_BLOCK_MS} ms: for the topic's description, or while
 * too much is under way.
 */
public final class KafkaTransport implements Transport {
    /** What waits is bounded by bytes; it takes about this long until a part of it is gone. */
    private static final Duration RETRY_AFTER_FULL = Duration.ofMillis(200);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaIntake intake;
    private final TopicLimit limit;
    private final long sender = new SecureRandom().nextLong();
    private final AtomicLong sent = new AtomicLong();
    private @Nullable Producer<byte[], byte[]> producer;
    private @Nullable KafkaSubscription subscription;
    private boolean closed;

    public KafkaTransport(KafkaIntake intake) {
        this.intake = intake;
        this.limit = new TopicLimit(intake);
    }

    @Override
    public TransportCapabilities capabilities() {
        return new TransportCapabilities(limit.frameBytesMax(), true, true);
    }

    @Override
    public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        int frameBytesMax = limit.frameBytesMax();
        if (frame.size() > frameBytesMax) {
            done.accept(new Refused("frame of " + frame.size() + " bytes exceeds " + frameBytesMax + " for Kafka topic "
                    + intake.topic()));
            return;
        }
        ProducerRecord<byte[], byte[]> message =
                FrameRecord.of(intake.topic(), orderingKey, FrameRecord.id(sender, sent.incrementAndGet()), frame);
        try {
            // What the future would tell, the callback is told.
            var _ = producer().send(message, (stored, failure) -> done.accept(outcome(failure)));
        } catch (KafkaException | IllegalStateException e) {
            // Closed or interrupted while it waited. Kafka has not called back and won't.
            done.accept(new Unknown(e));
        }
    }

    @Override
    public synchronized void subscribe(DeliverySink sink) {
        if (closed || subscription != null) {
            throw new IllegalStateException(
                    "Kafka topic " + intake.topic() + " is " + (closed ? "closed" : "subscribed to already"));
        }
        subscription = KafkaSubscription.start(intake, sink);
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> sending;
        KafkaSubscription receiving;
        synchronized (this) {
            closed = true;
            sending = producer;
            receiving = subscription;
        }
        if (receiving != null) {
            receiving.close();
        }
        if (sending != null) {
            // Sends that are under way after that time are called back with a failure.
            sending.close(CLOSE_TIMEOUT);
        }
    }

    /** Made at the first send, because a site only receives from its own intake. */
    private synchronized Producer<byte[], byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the transport to Kafka topic " + intake.topic() + " is closed");
        }
        if (producer == null) {
            producer = new KafkaProducer<>(
                    KafkaSettings.producer(intake), new ByteArraySerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private SendOutcome outcome(@Nullable Exception failure) {
        return switch (failure) {
            case null -> SendOutcome.ACCEPTED;
            case RecordTooLargeException e -> {
                limit.forget();
                yield new Refused(String.valueOf(e.getMessage()));
            }
            case ThrottlingQuotaExceededException e -> new Throttled(Duration.ofMillis(e.throttleTimeMs()));
            // Never left this process.
            case BufferExhaustedException e -> new Throttled(RETRY_AFTER_FULL);
            default -> new Unknown(failure);
        };
    }
}
