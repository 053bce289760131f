package io.crossweave.adapters.aws;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.wire.Frame;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all partitions of an intake on one thread and hands their frames over in order.
 *
 * <p>The partitions are assigned, not subscribed to: an intake has one owner, so there is nothing to balance, a killed site need not wait
 * until its old membership has run out, and a sink that blocks for long is not taken for dead. The group only keeps the offsets. While the
 * sink blocks nothing is polled, so no more than one fetch is in memory.
 */
final class KafkaSubscription implements AutoCloseable {
    /** Handed over and not acknowledged; far more than a site takes before its sink blocks. */
    private static final int UNACKNOWLEDGED_FRAMES_MAX = 16_384;

    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(200);
    private static final Duration ASSIGN_INTERVAL = Duration.ofSeconds(60);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ERROR_PAUSE = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final long END_TIMEOUT_MS = 10_000;

    private final KafkaIntake intake;
    private final DeliverySink sink;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore unacknowledged = new Semaphore(UNACKNOWLEDGED_FRAMES_MAX);
    /** Touched by the thread alone; what it holds is shared with those who acknowledge. */
    private final Map<TopicPartition, AcknowledgedOffsets> offsets = new HashMap<>();

    private long assignedAtNanos;
    private long committedAtNanos = System.nanoTime();

    private KafkaSubscription(KafkaIntake intake, DeliverySink sink) {
        this.intake = intake;
        this.sink = sink;
        this.consumer = new KafkaConsumer<>(
                KafkaSettings.consumer(intake), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("kafka-intake-" + intake.topic())
                .unstarted(this::run);
    }

    static KafkaSubscription start(KafkaIntake intake, DeliverySink sink) {
        KafkaSubscription subscription = new KafkaSubscription(intake, sink);
        subscription.thread.start();
        return subscription;
    }

    /** Commits what was acknowledged. What was not comes again with the next subscription. */
    @Override
    public void close() {
        closing.countDown();
        // Ends a poll and a blocked sink alike.
        thread.interrupt();
        try {
            thread.join(END_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        try {
            while (!isClosing()) {
                step();
            }
        } catch (InterruptedException | InterruptException e) {
            // Closed: an interrupt has no other meaning here.
        } finally {
            // Else the last commit would be interrupted as well.
            Thread.interrupted();
            end();
        }
    }

    private void step() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> messages = poll();
        for (ConsumerRecord<byte[], byte[]> message : messages) {
            deliver(message);
            commitNowAndThen();
        }
        commitNowAndThen();
    }

    /** Nothing while the topic can't be read. What is polled must be delivered: the consumer has moved past it. */
    private ConsumerRecords<byte[], byte[]> poll() throws InterruptedException {
        try {
            assign();
            if (!offsets.isEmpty()) {
                return consumer.poll(COMMIT_INTERVAL);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // Unreachable or not allowed now. Kafka's client has logged it; the positions stand, and the next step goes
            // on from there.
        }
        closing.await(ERROR_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        return ConsumerRecords.empty();
    }

    private void deliver(ConsumerRecord<byte[], byte[]> message) throws InterruptedException {
        AcknowledgedOffsets ofPartition = requireNonNull(
                offsets.get(new TopicPartition(message.topic(), message.partition())), "a partition that was assigned");
        long offset = message.offset();
        unacknowledged.acquire();
        ofPartition.delivering(offset);
        // A message without a value is nobody's frame; the check of frames finds it too short.
        byte[] bytes = message.value() == null ? new byte[0] : message.value();
        sink.deliver(new Delivery(Frame.received(bytes), () -> {
            ofPartition.acknowledged(offset);
            unacknowledged.release();
        }));
    }

    private void commitNowAndThen() {
        if (System.nanoTime() - committedAtNanos < COMMIT_INTERVAL.toNanos()) {
            return;
        }
        committedAtNanos = System.nanoTime();
        Map<TopicPartition, OffsetAndMetadata> marks = committable();
        if (!marks.isEmpty()) {
            try {
                consumer.commitAsync(marks, this::committed);
            } catch (KafkaException e) {
                // The marks are still committable, so the next turn tries again.
            }
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> marks, @Nullable Exception failure) {
        if (failure == null) {
            marks.forEach((partition, mark) ->
                    requireNonNull(offsets.get(partition), "a mark of ours").committed(mark.offset()));
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committable() {
        Map<TopicPartition, OffsetAndMetadata> marks = new HashMap<>();
        offsets.forEach((partition, ofPartition) ->
                ofPartition.committable().ifPresent(next -> marks.put(partition, new OffsetAndMetadata(next))));
        return marks;
    }

    private void end() {
        try {
            consumer.commitSync(committable(), CLOSE_TIMEOUT);
        } catch (KafkaException e) {
            // The broker can't be reached: what is not committed comes again.
        }
        try {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        } catch (KafkaException e) {
            // Nothing is left to be saved.
        }
    }

    /** Looks for partitions now and then, because a topic may get more of them. */
    private void assign() {
        if (!offsets.isEmpty() && System.nanoTime() - assignedAtNanos < ASSIGN_INTERVAL.toNanos()) {
            return;
        }
        List<TopicPartition> partitions = consumer.partitionsFor(intake.topic(), ASK_TIMEOUT).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.size() > offsets.size()) {
            partitions.forEach(partition -> offsets.putIfAbsent(partition, new AcknowledgedOffsets()));
            consumer.assign(offsets.keySet());
        }
        assignedAtNanos = System.nanoTime();
    }
}
