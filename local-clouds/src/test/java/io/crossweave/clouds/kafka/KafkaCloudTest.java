package io.crossweave.clouds.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.clouds.CloudOptions;
import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import io.crossweave.clouds.control.FaultOrder;
import io.crossweave.clouds.control.TopicOrder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaCloudTest {

    /** Kafka's default {@code message.max.bytes}, which counts a whole record batch. */
    private static final int BATCH_BYTES_MAX = 1_048_588;

    private static KafkaCloud cloud;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        cloud = KafkaCloud.start(CloudOptions.parse(
                new String[] {"kafka", "--data", data.resolve("kafka").toString()}));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @AfterEach
    void heal() {
        cloud.faults().clear();
    }

    @Test
    void deliversEachKeyInTheOrderItWasSent() throws Exception {
        // Given
        createTopic("ordered");
        try (KafkaProducer<String, byte[]> producer = producer(true)) {
            // When
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                sent.add(producer.send(new ProducerRecord<>("ordered", "key" + i % 8, bytes(Integer.toString(i)))));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get();
            }
        }

        // Then
        List<ConsumerRecord<String, byte[]>> received = receive("ordered", 400);
        for (int key = 0; key < 8; key++) {
            String name = "key" + key;
            List<Integer> numbers = received.stream()
                    .filter(message -> message.key().equals(name))
                    .map(message -> Integer.parseInt(new String(message.value(), StandardCharsets.UTF_8)))
                    .toList();
            assertThat(numbers).hasSize(50).isSorted();
        }
        assertThat(counted("ordered").messagesAccepted()).isEqualTo(400);
        assertThat(counted("ordered").deliveries()).isEqualTo(400);
    }

    @Test
    void acceptsABatchOfExactlyTheLimitAndRefusesOneByteMore() throws Exception {
        // Given
        createTopic("limit");
        int valueBytes = valueBytesForBatchOf(BATCH_BYTES_MAX);

        try (KafkaProducer<String, byte[]> producer = producer(true)) {
            // When
            RecordMetadata accepted = producer.send(new ProducerRecord<>("limit", "k", new byte[valueBytes]))
                    .get();
            Future<RecordMetadata> refused =
                    producer.send(new ProducerRecord<>("limit", "k", new byte[valueBytes + 1]));

            // Then
            assertThat(accepted.hasOffset()).isTrue();
            assertThatThrownBy(refused::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
        assertThat(counted("limit").refusals()).isEqualTo(1);
        assertThat(counted("limit").messagesAccepted()).isEqualTo(1);
        assertThat(counted("limit").largestMessageBytes()).isBetween((long) valueBytes, (long) BATCH_BYTES_MAX);
    }

    @Test
    void lostAckStoresTheMessageAndItsRetryStoresASecondCopy() throws Exception {
        // Given
        createTopic("lost-ack");
        try (KafkaProducer<String, byte[]> producer = producer(false)) {
            producer.send(new ProducerRecord<>("lost-ack", "k", bytes("warm up")))
                    .get();
            cloud.faults().apply(loseAcks(1));

            // When
            producer.send(new ProducerRecord<>("lost-ack", "k", bytes("once sent")))
                    .get();
        }

        // Then
        assertThat(counted("lost-ack").messagesAccepted()).isEqualTo(3);
    }

    @Test
    void lostAckOfAnIdempotentProducerStoresOneCopy() throws Exception {
        // Given
        createTopic("lost-ack-idempotent");
        try (KafkaProducer<String, byte[]> producer = producer(true)) {
            producer.send(new ProducerRecord<>("lost-ack-idempotent", "k", bytes("warm up")))
                    .get();
            cloud.faults().apply(loseAcks(1));

            // When
            producer.send(new ProducerRecord<>("lost-ack-idempotent", "k", bytes("once sent")))
                    .get();
        }

        // Then
        assertThat(counted("lost-ack-idempotent").messagesAccepted()).isEqualTo(2);
    }

    @Test
    void producerAndConsumerRecoverFromDroppedConnections() throws Exception {
        // Given
        createTopic("dropped");
        try (KafkaProducer<String, byte[]> producer = producer(true);
                KafkaConsumer<String, byte[]> consumer = consumer("dropped")) {
            producer.send(new ProducerRecord<>("dropped", "k", bytes("before"))).get();
            poll(consumer, 1);
            long before = cloud.counters().connections();

            // When
            cloud.faults().apply(new FaultOrder(true, null, null, null, null, null, null, null));
            producer.send(new ProducerRecord<>("dropped", "k", bytes("after"))).get();

            // Then
            assertThat(poll(consumer, 1)).hasSize(1);
            assertThat(cloud.counters().connections()).isGreaterThan(before);
        }
    }

    @Test
    void cutRefusesConnectionsUntilHealed() throws Exception {
        // Given
        createTopic("cut");
        try (KafkaProducer<String, byte[]> producer = producer(true)) {
            producer.send(new ProducerRecord<>("cut", "k", bytes("before"))).get();

            // When
            cloud.faults().apply(new FaultOrder(null, null, null, null, null, null, null, true));
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>("cut", "k", bytes("during")));
            cloud.createTopic(new TopicOrder("administration-still-works", 1, List.of()));
            boolean doneWhileCut = sent.isDone();
            cloud.faults().clear();

            // Then
            assertThat(doneWhileCut).isFalse();
            assertThat(sent.get().hasOffset()).isTrue();
        }
    }

    @Test
    void pauseHoldsDeliveriesButNotSends() throws Exception {
        // Given
        createTopic("paused");
        try (KafkaProducer<String, byte[]> producer = producer(true);
                KafkaConsumer<String, byte[]> consumer = consumer("paused")) {
            producer.send(new ProducerRecord<>("paused", "k", bytes("before"))).get();
            poll(consumer, 1);

            // When
            cloud.faults().apply(new FaultOrder(null, null, null, null, null, null, true, null));
            producer.send(new ProducerRecord<>("paused", "k", bytes("during"))).get();
            int whilePaused = consumer.poll(Duration.ofSeconds(1)).count();
            cloud.faults().apply(new FaultOrder(null, null, null, null, null, null, false, null));

            // Then
            assertThat(whilePaused).isZero();
            assertThat(poll(consumer, 1)).hasSize(1);
        }
    }

    @Test
    void dumpHoldsEveryByteThatWasStored() throws Exception {
        // Given
        createTopic("dumped");
        try (KafkaProducer<String, byte[]> producer = producer(true)) {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>("dumped", "the-key", bytes("the-value"));
            message.headers().add("the-header", bytes("the-header-value"));
            producer.send(message).get();
        }

        // When
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        cloud.dump(message -> message.writeTo(new DataOutputStream(dump)));

        // Then
        assertThat(dump.toString(StandardCharsets.ISO_8859_1))
                .contains("dumped", "the-key", "the-header", "the-header-value", "the-value");
    }

    private static void createTopic(String name) {
        cloud.createTopic(new TopicOrder(name, 4, List.of()));
    }

    private static FaultOrder loseAcks(int count) {
        return new FaultOrder(null, count, null, null, null, null, null, null);
    }

    private static OfTopic counted(String topic) {
        return cloud.counters().topics().getOrDefault(topic, OfTopic.NONE);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int valueBytesForBatchOf(int batchBytes) {
        // Batch header 61; record: length 3 (varint), attributes 1, timestamp delta 1, offset delta 1, key length 1,
        // key 1, value length 3 (varint), header count 1.
        return batchBytes - 61 - 3 - 1 - 1 - 1 - 1 - 1 - 3 - 1;
    }

    private static KafkaProducer<String, byte[]> producer(boolean idempotent) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", bootstrap(),
                        "enable.idempotence", Boolean.toString(idempotent),
                        "acks", "all",
                        "max.request.size", "5000000",
                        "buffer.memory", "16000000",
                        "reconnect.backoff.max.ms", "200"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<String, byte[]> consumer(String topic) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap(),
                        "group.id",
                        "readers-of-" + topic,
                        "auto.offset.reset",
                        "earliest",
                        "reconnect.backoff.max.ms",
                        "200"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private static String bootstrap() {
        return cloud.endpoints().getOrDefault("bootstrap", "");
    }

    private static List<ConsumerRecord<String, byte[]>> receive(String topic, int count) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(topic)) {
            return poll(consumer, count);
        }
    }

    private static List<ConsumerRecord<String, byte[]>> poll(KafkaConsumer<String, byte[]> consumer, int count) {
        List<ConsumerRecord<String, byte[]>> received = new ArrayList<>();
        for (int polls = 0; received.size() < count && polls < 100; polls++) {
            consumer.poll(Duration.ofMillis(300)).forEach(received::add);
        }
        return received;
    }
}
