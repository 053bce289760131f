package io.crossweave.clouds.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import io.crossweave.clouds.control.FaultOrder;
import io.crossweave.clouds.control.TopicOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A hub of four partitions and the real SDK's clients for it. */
abstract class EventHubsSdkFixture {
    static final String HUB = "intake";
    static final Duration PATIENCE = Duration.ofSeconds(40);

    static {
        // The SDK tells each step of each link at INFO.
        Logger.getLogger("").setLevel(Level.WARNING);
    }

    @TempDir
    Path directory;

    EventHubsCloud cloud;
    EventHubProducerAsyncClient producer;
    EventHubConsumerAsyncClient consumer;

    @BeforeEach
    void start() throws IOException {
        cloud = EventHubsCloud.start(0, directory, AccessKey.EMULATOR);
        cloud.createTopic(new TopicOrder(HUB, 4, List.of()));
        producer = builder().buildAsyncProducerClient();
        consumer = builder().buildAsyncConsumerClient();
    }

    @AfterEach
    void stop() {
        producer.close();
        consumer.close();
        cloud.close();
    }

    EventHubClientBuilder builder() {
        return new EventHubClientBuilder()
                .connectionString(cloud.connectionString() + "EntityPath=" + HUB)
                .consumerGroup(Hub.DEFAULT_GROUP)
                .prefetchCount(2_000);
    }

    void send(String key, String body) {
        EventDataBatch batch = batch(producer, key);
        assertThat(batch.tryAdd(new EventData(BinaryData.fromString(body)))).isTrue();
        producer.send(batch).block(PATIENCE);
    }

    static EventDataBatch batch(EventHubProducerAsyncClient client, String key) {
        return answer(client.createBatch(new CreateBatchOptions().setPartitionKey(key)));
    }

    static <T> T answer(Mono<T> asked) {
        return Objects.requireNonNull(asked.block(PATIENCE));
    }

    List<PartitionEvent> receive(int count) throws InterruptedException {
        BlockingQueue<PartitionEvent> received = new LinkedBlockingQueue<>();
        Disposable subscription = consumer.receive(true).subscribe(received::add);
        List<PartitionEvent> events = new ArrayList<>();
        while (events.size() < count) {
            events.add(next(received));
        }
        subscription.dispose();
        return events;
    }

    String firstFrom(EventPosition position) {
        return answer(consumer.receiveFromPartition(partitionOf("k"), position).next())
                .getData()
                .getBodyAsString();
    }

    static String partitionOf(String key) {
        return Integer.toString(KeyHash.partition(key, 4));
    }

    static ReceiveOptions epoch(long epoch) {
        return new ReceiveOptions().setOwnerLevel(epoch);
    }

    static FaultOrder order(@Nullable Boolean dropConnections, @Nullable Integer loseAcks) {
        return new FaultOrder(dropConnections, loseAcks, null, null, null, null, null, null);
    }

    static PartitionEvent next(BlockingQueue<PartitionEvent> received) throws InterruptedException {
        return Objects.requireNonNull(received.poll(40, TimeUnit.SECONDS), "no event came in time");
    }
}
