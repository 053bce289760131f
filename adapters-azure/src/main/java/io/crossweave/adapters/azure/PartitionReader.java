package io.crossweave.adapters.azure;

import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.wire.Frame;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Reads one partition into the sink, in order, on one virtual thread that blocks while the sink does.
 *
 * <p>The SDK's receiver is not the end of it: it completes without an error when its connection breaks, fails when
 * another receiver takes the partition, and may stand still. Whatever ends it, another one starts after the last event
 * that the sink took.
 */
final class PartitionReader implements AutoCloseable {
    /** The processor's own level: a newer receiver of the same group takes the partition from an older one. */
    private static final ReceiveOptions OWNER = new ReceiveOptions().setOwnerLevel(0L);

    private final EventHubConsumerAsyncClient consumer;
    private final String partition;
    private final Duration stallCheck;
    private final DeliverySink sink;
    private final AcknowledgedRun run;
    private final StallWatch watch = new StallWatch();
    private final ExecutorService thread;
    private final Disposable reading;
    private volatile long received;
    private volatile long taken;

    PartitionReader(
            EventHubConsumerAsyncClient consumer,
            String partition,
            Duration stallCheck,
            DeliverySink sink,
            AcknowledgedRun run) {
        this.consumer = consumer;
        this.partition = partition;
        this.stallCheck = stallCheck;
        this.sink = sink;
        this.run = run;
        this.received = run.next() - 1;
        this.taken = received;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("eventhubs-partition-" + partition).factory());
        this.reading = Flux.defer(this::receive)
                .takeUntilOther(Flux.defer(this::stall))
                .publishOn(Schedulers.fromExecutorService(thread), EventHubsLimits.HANDED_EVENTS_MAX)
                .doOnNext(this::deliver)
                .then()
                .retryWhen(Retry.from(ends -> ends.concatMap(end -> Mono.delay(delayAfter(end.failure())))))
                .repeatWhen(ends -> ends.delayElements(EventHubsLimits.RESUBSCRIBE_DELAY))
                .subscribe();
    }

    private Flux<PartitionEvent> receive() {
        long next = run.next();
        received = next - 1;
        taken = received;
        EventPosition from = next == 0 ? EventPosition.earliest() : EventPosition.fromSequenceNumber(next, true);
        return consumer.receiveFromPartition(partition, from, OWNER)
                .doOnNext(event -> received = event.getData().getSequenceNumber());
    }

    /** Ends when the receiver must be made anew. */
    private Flux<Long> stall() {
        return Flux.interval(stallCheck)
                .onBackpressureDrop()
                .concatMap(tick ->
                        sight().filter(sight -> watch.stalls(sight, received)).map(sight -> tick))
                .take(1);
    }

    private Mono<StallWatch.Sight> sight() {
        if (taken != received) {
            return Mono.just(StallWatch.Sight.UP_TO_DATE); // It waits for the sink, not for the service.
        }
        return consumer.getPartitionProperties(partition)
                .timeout(stallCheck)
                .map(held -> held.getLastEnqueuedSequenceNumber() > received
                        ? StallWatch.Sight.BEHIND
                        : StallWatch.Sight.UP_TO_DATE)
                .onErrorReturn(StallWatch.Sight.UNKNOWN);
    }

    private void deliver(PartitionEvent event) {
        long sequence = event.getData().getSequenceNumber();
        run.hands(sequence);
        try {
            sink.deliver(new Delivery(Frame.received(event.getData().getBody()), () -> run.acknowledge(sequence)));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw Exceptions.propagate(closing);
        }
        run.delivered(sequence);
        taken = sequence;
    }

    private static Duration delayAfter(Throwable failure) {
        return SendFailures.isStolen(failure) ? EventHubsLimits.STOLEN_DELAY : EventHubsLimits.RESUBSCRIBE_DELAY;
    }

    /** Also while the sink blocks: what it has not taken comes again to the next reader. */
    @Override
    public void close() {
        reading.dispose();
        thread.shutdownNow();
    }
}
