package io.crossweave.clouds.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.core.ApiFuture;
import com.google.api.gax.rpc.InvalidArgumentException;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import io.crossweave.clouds.CloudOptions;
import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import io.crossweave.clouds.control.FaultOrder;
import io.crossweave.clouds.control.TopicOrder;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cloud as Google's own client sees it. */
class PubSubCloudTest {

    @TempDir
    static Path data;

    private static PubSubCloud cloud;
    private static PubSubClients clients;

    @BeforeAll
    static void start() throws Exception {
        cloud = PubSubCloud.start(CloudOptions.parse(new String[] {"pubsub", "--data", data.toString()}));
        clients = new PubSubClients(cloud.endpoints());
    }

    @AfterAll
    static void stop() throws Exception {
        clients.close();
        cloud.close();
    }

    @AfterEach
    void heal() {
        cloud.faults().clear();
    }

    @Test
    void deliversEachKeyInTheOrderItWasPublished() throws Exception {
        // Given
        createTopic("ordered");
        Publisher publisher = clients.publisher("ordered");

        // When
        List<ApiFuture<String>> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sent.add(publisher.publish(message("key" + i % 8, Integer.toString(i))));
        }
        for (ApiFuture<String> one : sent) {
            one.get();
        }

        // Then
        List<PubsubMessage> received = receive("ordered", 400);
        for (int key = 0; key < 8; key++) {
            String name = "key" + key;
            List<Integer> numbers = received.stream()
                    .filter(message -> message.getOrderingKey().equals(name))
                    .map(message -> Integer.parseInt(message.getData().toStringUtf8()))
                    .toList();
            assertThat(numbers).hasSize(50).isSorted();
        }
        assertThat(counted("ordered").messagesAccepted()).isEqualTo(400);
        assertThat(counted("ordered").deliveries()).isEqualTo(400);
    }

    @Test
    void refusesAMessageOverTheLimitAndCountsIt() throws Exception {
        // Given
        createTopic("limit");
        Publisher publisher = clients.publisher("limit");
        int topicAndFraming = 60;

        // When
        publisher
                .publish(PubsubMessage.newBuilder()
                        .setData(ByteString.copyFrom(new byte[PublishLimits.REQUEST_BYTES_MAX - topicAndFraming]))
                        .build())
                .get();
        ApiFuture<String> refused = publisher.publish(PubsubMessage.newBuilder()
                .setData(ByteString.copyFrom(new byte[PublishLimits.REQUEST_BYTES_MAX]))
                .build());

        // Then
        assertThatThrownBy(refused::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InvalidArgumentException.class);
        assertThat(counted("limit").refusals()).isEqualTo(1);
        assertThat(counted("limit").messagesAccepted()).isEqualTo(1);
        assertThat(counted("limit").largestMessageBytes()).isGreaterThan(9_999_900);
        assertThat(receive("limit", 1)).hasSize(1);
    }

    @Test
    void lostAckStoresTheMessageAndItsRetryStoresASecondCopy() throws Exception {
        // Given
        createTopic("lost-ack");
        Publisher publisher = clients.publisher("lost-ack");
        cloud.faults().apply(new FaultOrder(null, 1, null, null, null, null, null, null));

        // When
        publisher.publish(message("k", "once sent")).get();

        // Then
        assertThat(counted("lost-ack").messagesAccepted()).isEqualTo(2);
        assertThat(receive("lost-ack", 2)).hasSize(2);
    }

    @Test
    void throttledPublishSucceedsOnRetry() throws Exception {
        // Given
        createTopic("throttled");
        cloud.faults().apply(new FaultOrder(null, null, null, null, 1, null, null, null));

        // When
        clients.publisher("throttled").publish(message("k", "patient")).get();

        // Then
        assertThat(counted("throttled").messagesAccepted()).isEqualTo(1);
    }

    @Test
    void nackHoldsBackTheLaterMessagesOfTheKey() throws Exception {
        // Given
        createTopic("nacked");
        Publisher publisher = clients.publisher("nacked");
        for (int i = 1; i <= 4; i++) {
            publisher.publish(message("k", Integer.toString(i))).get();
        }
        AtomicBoolean nacked = new AtomicBoolean();
        BlockingQueue<String> acknowledged = new LinkedBlockingQueue<>();

        // When
        Subscriber subscriber = clients.subscriber("nacked", 1, (message, reply) -> {
            String text = message.getData().toStringUtf8();
            if (text.equals("2") && nacked.compareAndSet(false, true)) {
                reply.nack();
            } else {
                acknowledged.add(text);
                reply.ack();
            }
        });

        // Then
        List<String> seen = take(acknowledged, 4);
        clients.stop(subscriber);
        assertThat(seen).containsExactly("1", "2", "3", "4");
    }

    @Test
    void publisherAndSubscriberRecoverFromDroppedConnections() throws Exception {
        // Given
        createTopic("dropped");
        Publisher publisher = clients.publisher("dropped");
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Subscriber subscriber = clients.subscriber("dropped", 100, (message, reply) -> {
            received.add(message.getData().toStringUtf8());
            reply.ack();
        });
        publisher.publish(message("k", "before")).get();
        take(received, 1);

        // When
        cloud.faults().apply(new FaultOrder(true, null, null, null, null, null, null, null));
        publisher.publish(message("k", "after")).get();

        // Then
        List<String> seen = takeUntil(received, "after");
        clients.stop(subscriber);
        assertThat(seen).contains("after");
    }

    @Test
    void pauseHoldsDeliveriesButNotPublishes() throws Exception {
        // Given
        createTopic("paused");
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Subscriber subscriber = clients.subscriber("paused", 100, (message, reply) -> {
            received.add(message.getData().toStringUtf8());
            reply.ack();
        });
        cloud.faults().apply(new FaultOrder(null, null, null, null, null, null, true, null));

        // When
        clients.publisher("paused").publish(message("k", "held")).get();
        @Nullable String whilePaused = received.poll(500, TimeUnit.MILLISECONDS);
        cloud.faults().clear();

        // Then
        List<String> seen = take(received, 1);
        clients.stop(subscriber);
        assertThat(whilePaused).isNull();
        assertThat(seen).containsExactly("held");
    }

    @Test
    void publishToAnUnknownTopicIsNotFound() throws Exception {
        // Given
        Publisher publisher = clients.publisher("unknown");

        // When
        ApiFuture<String> sent = publisher.publish(message("k", "lost"));

        // Then
        assertThatThrownBy(sent::get).hasCauseInstanceOf(NotFoundException.class);
    }

    @Test
    void dumpHoldsEveryByteThatWasStored() throws Exception {
        // Given
        createTopic("dumped");
        PubsubMessage message = message("the-key", "the-value").toBuilder()
                .putAttributes("the-attribute", "the-attribute-value")
                .build();
        clients.publisher("dumped").publish(message).get();
        receive("dumped", 1);

        // When
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        cloud.dump(stored -> stored.writeTo(new DataOutputStream(dump)));

        // Then
        assertThat(dump.toString(StandardCharsets.ISO_8859_1))
                .contains("dumped", "the-key", "the-attribute", "the-attribute-value", "the-value");
    }

    @Test
    void restartOnTheSameDirectoryDeliversWhatWasNotAcknowledged(@TempDir Path own) throws Exception {
        // Given
        String[] options = {"pubsub", "--data", own.toString()};
        try (PubSubCloud first = PubSubCloud.start(CloudOptions.parse(options));
                PubSubClients firstClients = new PubSubClients(first.endpoints())) {
            first.createTopic(new TopicOrder("kept", 1, List.of()));
            firstClients.publisher("kept").publish(message("k", "acknowledged")).get();
            firstClients.receive("kept", 1);
            firstClients.publisher("kept").publish(message("k", "still owed")).get();
        }

        // When
        List<PubsubMessage> received;
        try (PubSubCloud second = PubSubCloud.start(CloudOptions.parse(options));
                PubSubClients secondClients = new PubSubClients(second.endpoints())) {
            received = secondClients.receive("kept", 1);
        }

        // Then
        assertThat(received)
                .extracting(message -> message.getData().toStringUtf8())
                .containsExactly("still owed");
    }

    private static void createTopic(String name) {
        cloud.createTopic(new TopicOrder(name, 1, List.of()));
    }

    private static OfTopic counted(String topic) {
        return cloud.counters().topics().getOrDefault(topic, OfTopic.NONE);
    }

    private static PubsubMessage message(String key, String text) {
        return PubsubMessage.newBuilder()
                .setOrderingKey(key)
                .setData(ByteString.copyFromUtf8(text))
                .build();
    }

    private static List<PubsubMessage> receive(String topic, int count) throws Exception {
        return clients.receive(topic, count);
    }

    private static List<String> take(BlockingQueue<String> queue, int count) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (taken.size() < count) {
            String next = queue.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                break;
            }
            taken.add(next);
        }
        return taken;
    }

    private static List<String> takeUntil(BlockingQueue<String> queue, String last) throws InterruptedException {
        List<String> taken = new ArrayList<>();
        while (!taken.contains(last)) {
            List<String> next = take(queue, 1);
            if (next.isEmpty()) {
                break;
            }
            taken.addAll(next);
        }
        return taken;
    }
}
