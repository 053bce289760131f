package io.crossweave.clouds.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubProperties;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real SDK finds here what it expects of the service. */
@Timeout(120)
class EventHubsSdkIT extends EventHubsSdkFixture {
    @Test
    void tellsTheHubAndItsPartitions() {
        // Given
        send("k", "first");

        // When
        EventHubProperties hub = answer(producer.getEventHubProperties());
        PartitionProperties full = answer(producer.getPartitionProperties(partitionOf("k")));

        // Then
        assertThat(hub.getName()).isEqualTo(HUB);
        assertThat(hub.getPartitionIds()).containsExactly("0", "1", "2", "3");
        assertThat(full.isEmpty()).isFalse();
        assertThat(full.getBeginningSequenceNumber()).isZero();
        assertThat(full.getLastEnqueuedSequenceNumber()).isZero();
    }

    @Test
    void deliversTheEventsOfEachKeyInTheOrderInWhichTheyWereSent() throws InterruptedException {
        // Given
        List<String> keys = List.of("origin/CRITICAL/0", "origin/CRITICAL/1", "origin/IMPORTANT/7", "origin/control");
        for (int i = 0; i < 300; i++) {
            send(keys.get(i % keys.size()), Integer.toString(i));
        }

        // When
        Map<String, List<Integer>> byKey = new TreeMap<>();
        for (PartitionEvent event : receive(300)) {
            EventData data = event.getData();
            byKey.computeIfAbsent(data.getPartitionKey(), key -> new ArrayList<>())
                    .add(Integer.parseInt(data.getBodyAsString()));
            assertThat(event.getPartitionContext().getPartitionId()).isEqualTo(partitionOf(data.getPartitionKey()));
        }

        // Then
        assertThat(byKey.keySet()).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(byKey.values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted().hasSize(75));
    }

    @Test
    void takesABatchFilledToTheLastByteThatTheSdkAllows() throws InterruptedException {
        // Given
        EventDataBatch batch = batch(producer, "k");
        for (int size = 10_000; size >= 0; ) {
            if (!batch.tryAdd(new EventData(new byte[size]))) {
                size--;
            }
        }

        // When
        producer.send(batch).block(PATIENCE);

        // Then
        assertThat(receive(batch.getCount())).hasSize(batch.getCount());
        assertThat(batch.getMaxSizeInBytes()).isEqualTo(HubLimits.MESSAGE_BYTES_MAX);
        assertThat(cloud.counters().total().largestMessageBytes())
                .isBetween(1_000_000L, (long) HubLimits.MESSAGE_BYTES_MAX);
    }

    @Test
    void aReceiverMayStartAtAnyEvent() throws InterruptedException {
        // Given
        for (int i = 0; i < 6; i++) {
            send("k", Integer.toString(i));
        }
        EventData third = receive(6).get(3).getData();

        // Then
        assertThat(firstFrom(EventPosition.fromSequenceNumber(third.getSequenceNumber(), true)))
                .isEqualTo("3");
        assertThat(firstFrom(EventPosition.fromSequenceNumber(third.getSequenceNumber())))
                .isEqualTo("4");
        assertThat(firstFrom(EventPosition.fromOffsetString(third.getOffsetString())))
                .isEqualTo("4");
        assertThat(firstFrom(EventPosition.fromEnqueuedTime(Instant.EPOCH))).isEqualTo("0");
    }

    @Test
    void tellsAReceiverHowFarItsPartitionHasCome() {
        // Given
        send("k", "one");
        send("k", "two");

        // When
        PartitionEvent first = answer(consumer.receiveFromPartition(
                        partitionOf("k"),
                        EventPosition.earliest(),
                        new ReceiveOptions().setTrackLastEnqueuedEventProperties(true))
                .next());

        // Then
        assertThat(first.getLastEnqueuedEventProperties().getSequenceNumber()).isEqualTo(1);
    }
}
