package io.crossweave.clouds.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import io.crossweave.clouds.control.FaultOrder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** What the real SDK makes of a service that loses, drops, slows down and pauses. */
@Timeout(120)
class EventHubsFaultsIT extends EventHubsSdkFixture {
    @Test
    void storesTwoCopiesWhenTheAcknowledgementIsLost() throws InterruptedException {
        // Given
        send("k", "before");
        cloud.faults().apply(order(null, 1));

        // When
        send("k", "lost");
        send("k", "after");

        // Then
        assertThat(receive(4))
                .extracting(event -> event.getData().getBodyAsString())
                .containsExactly("before", "lost", "lost", "after");
    }

    @Test
    void receiversRecoverFromDroppedConnections() throws InterruptedException {
        // Given: when its connection breaks, the SDK completes a receiver without an error
        BlockingQueue<PartitionEvent> received = new LinkedBlockingQueue<>();
        AtomicLong last = new AtomicLong(-1);
        Disposable subscription = Flux.defer(() ->
                        consumer.receiveFromPartition(partitionOf("k"), EventPosition.fromSequenceNumber(last.get())))
                .doOnNext(event -> last.set(event.getData().getSequenceNumber()))
                .repeat()
                .subscribe(received::add);
        send("k", "before");
        next(received);

        // When
        cloud.faults().apply(order(true, null));
        send("k", "after");
        PartitionEvent after = next(received);
        subscription.dispose();

        // Then
        assertThat(after.getData().getBodyAsString()).isEqualTo("after");
    }

    @Test
    void aReceiverWithAnEqualOrHigherEpochStealsThePartition() throws InterruptedException {
        // Given
        send("k", "one");
        CountDownLatch firstReads = new CountDownLatch(1);
        CountDownLatch firstEnds = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
        consumer.receiveFromPartition(partitionOf("k"), EventPosition.earliest(), epoch(1))
                .subscribe(event -> firstReads.countDown(), error -> {
                    end.set(error);
                    firstEnds.countDown();
                });
        assertThat(firstReads.await(40, TimeUnit.SECONDS)).isTrue();

        // When
        PartitionEvent second;
        try (EventHubConsumerAsyncClient thief = builder().buildAsyncConsumerClient()) {
            second = thief.receiveFromPartition(partitionOf("k"), EventPosition.earliest(), epoch(1))
                    .blockFirst(PATIENCE);
        }

        // Then
        assertThat(second).isNotNull();
        assertThat(firstEnds.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(end.get())
                .isInstanceOfSatisfying(
                        AmqpException.class,
                        stolen -> assertThat(stolen.getErrorCondition()).isEqualTo(AmqpErrorCondition.LINK_STOLEN));
    }

    @Test
    void aThrottledSendIsToldThatTheServerIsBusy() {
        // Given
        send("k", "open the link");
        try (EventHubProducerAsyncClient impatient =
                builder().retryOptions(new AmqpRetryOptions().setMaxRetries(0)).buildAsyncProducerClient()) {
            EventDataBatch batch = batch(impatient, "k");
            batch.tryAdd(new EventData("throttled"));
            cloud.faults().apply(new FaultOrder(null, null, null, null, 1, null, null, null));

            // Then
            assertThatThrownBy(() -> impatient.send(batch).block(PATIENCE))
                    .cause()
                    .isInstanceOfSatisfying(
                            AmqpException.class,
                            busy -> assertThat(busy.getErrorCondition())
                                    .isEqualTo(AmqpErrorCondition.SERVER_BUSY_ERROR));
        }
        assertThat(cloud.counters().total().messagesAccepted()).isEqualTo(1);
    }

    @Test
    void deliversNothingWhilePausedAndGoesOnAfterwards() throws InterruptedException {
        // Given
        BlockingQueue<PartitionEvent> received = new LinkedBlockingQueue<>();
        Disposable subscription = consumer.receiveFromPartition(partitionOf("k"), EventPosition.earliest())
                .subscribe(received::add);
        send("k", "before");
        next(received);
        cloud.faults().apply(new FaultOrder(null, null, null, null, null, null, true, null));

        // When
        send("k", "meanwhile");
        PartitionEvent whilePaused = received.poll(500, TimeUnit.MILLISECONDS);
        cloud.faults().clear();
        PartitionEvent afterwards = next(received);
        subscription.dispose();

        // Then
        assertThat(whilePaused).isNull();
        assertThat(afterwards.getData().getBodyAsString()).isEqualTo("meanwhile");
    }
}
