package io.crossweave.adapters.azure;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProperties;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.PositionStore;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * An intake that is one event hub.
 *
 * <p>It reads each partition by itself and keeps its positions in the site's own store, instead of an {@code
 * EventProcessorClient} with a checkpoint store: one site alone reads its intake, so there are no partitions to
 * balance; a position may only pass a frame that is acknowledged, while a processor's checkpoint is one per partition
 * at the time of the call; and after a broken connection a reader of our own goes on in half a second where the
 * processor takes about ten.
 *
 * <p>A frame arrives at least once: a lost answer to a send leaves two copies in the hub, and a reader starts after
 * the last acknowledged run.
 */
public final class EventHubsTransport implements Transport {
    private final EventHubsSettings settings;
    private final PositionStore positions;
    private final HubLimit limit = new HubLimit(this::batchBytes);
    private final List<PartitionReader> readers = new ArrayList<>();
    private @Nullable EventHubProducerAsyncClient producer;
    private @Nullable KeyedSender sender;
    private @Nullable EventHubConsumerAsyncClient consumer;
    private @Nullable Disposable subscribing;
    private boolean closed;

    public EventHubsTransport(EventHubsSettings settings, PositionStore positions) {
        this.settings = settings;
        this.positions = positions;
    }

    @Override
    public TransportCapabilities capabilities() {
        return new TransportCapabilities(limit.frameBytesMax(), true, true);
    }

    private synchronized Mono<Integer> batchBytes() {
        sender();
        return Objects.requireNonNull(producer)
                .createBatch(new CreateBatchOptions())
                .map(EventDataBatch::getMaxSizeInBytes);
    }

    @Override
    public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        sender().send(frame, orderingKey, done);
    }

    private synchronized KeyedSender sender() {
        if (sender == null) {
            // Retries are the caller's: one attempt, and its outcome.
            producer = builder()
                    // The delay is the one between attempts to connect: growing, it would outlast a cut by up to a
                    // minute.
                    .retryOptions(new AmqpRetryOptions()
                            .setMode(AmqpRetryMode.FIXED)
                            .setDelay(EventHubsLimits.RESUBSCRIBE_DELAY)
                            .setMaxRetries(0)
                            .setTryTimeout(settings.sendTimeout()))
                    .buildAsyncProducerClient();
            sender = new KeyedSender(producer, settings.hub(), settings.sendTimeout());
            if (closed) {
                sender.close();
            }
        }
        return sender;
    }

    @Override
    public synchronized void subscribe(DeliverySink sink) {
        if (closed || consumer != null) {
            throw new IllegalStateException("hub " + settings.hub() + " is closed or already subscribed to");
        }
        EventHubConsumerAsyncClient reading = builder()
                .consumerGroup(settings.consumerGroup())
                .prefetchCount(settings.prefetchEvents())
                // Connecting is tried again by the readers: growing delays of the SDK would only come on top.
                .retryOptions(new AmqpRetryOptions()
                        .setMode(AmqpRetryMode.FIXED)
                        .setDelay(EventHubsLimits.RESUBSCRIBE_DELAY)
                        .setTryTimeout(settings.sendTimeout()))
                .buildAsyncConsumerClient();
        consumer = reading;
        subscribing = reading.getEventHubProperties()
                .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, EventHubsLimits.RESUBSCRIBE_DELAY))
                .subscribe(hub -> read(reading, hub, sink));
    }

    private synchronized void read(EventHubConsumerAsyncClient reading, EventHubProperties hub, DeliverySink sink) {
        if (closed) {
            return;
        }
        for (String partition : hub.getPartitionIds()) {
            // A hub that is deleted and made again counts from 0: its positions are others.
            String position = hub.getName() + "@" + hub.getCreatedAt().toEpochMilli() + "/" + partition;
            AcknowledgedRun run = new AcknowledgedRun(
                    positions.load(position).orElse(-1), sequence -> positions.save(position, sequence));
            readers.add(new PartitionReader(reading, partition, settings.stallCheck(), sink, run));
        }
    }

    private EventHubClientBuilder builder() {
        return new EventHubClientBuilder().connectionString(settings.connectionString(), settings.hub());
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (subscribing != null) {
            subscribing.dispose();
        }
        readers.forEach(PartitionReader::close);
        if (consumer != null) {
            consumer.close();
        }
        if (sender != null) {
            sender.close();
        }
    }
}
