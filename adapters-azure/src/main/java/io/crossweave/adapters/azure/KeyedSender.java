package io.crossweave.adapters.azure;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.wire.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Sends frames, one batch in flight per ordering key: a second one could overtake it. What arrives meanwhile for the key
 * makes up its next batch. (The SDK's buffered producers lost and duplicated events when they were measured.)
 */
final class KeyedSender implements AutoCloseable {
    private record Waiting(Frame frame, Consumer<SendOutcome> done) {}

    private final EventHubProducerAsyncClient producer;
    private final String hub;
    private final Duration timeout;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Scheduler scheduler = Schedulers.fromExecutorService(threads);
    private final Sinks.Empty<Void> closing = Sinks.empty();

    /** A key is present while a batch of it is in flight. */
    private final Map<String, Deque<Waiting>> lanes = new HashMap<>();

    private int waitingFrames;
    private long waitingBytes;
    private boolean closed;

    /** @param timeout of one batch, connecting included; after it the outcome is unknown */
    KeyedSender(EventHubProducerAsyncClient producer, String hub, Duration timeout) {
        this.producer = producer;
        this.hub = hub;
        this.timeout = timeout;
    }

    void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        requireKey(orderingKey);
        Waiting waiting = new Waiting(frame, done);
        switch (enqueue(waiting, orderingKey)) {
            case CLOSED -> done.accept(new SendOutcome.Unknown(closedHub()));
            case FULL -> done.accept(new SendOutcome.Throttled(EventHubsLimits.QUEUE_FULL_RETRY));
            case JOINED -> {}
            case FIRST -> sendBatch(orderingKey);
        }
    }

    private enum Place {
        CLOSED,
        FULL,
        /** A batch of the key is in flight; the next one takes this frame along. */
        JOINED,
        FIRST
    }

    private synchronized Place enqueue(Waiting frame, String orderingKey) {
        if (closed) {
            return Place.CLOSED;
        }
        if (waitingFrames >= EventHubsLimits.WAITING_FRAMES_MAX || waitingBytes >= EventHubsLimits.WAITING_BYTES_MAX) {
            return Place.FULL;
        }
        count(frame, 1);
        Deque<Waiting> lane = lanes.get(orderingKey);
        if (lane != null) {
            lane.addLast(frame);
            return Place.JOINED;
        }
        Deque<Waiting> fresh = new ArrayDeque<>();
        fresh.addLast(frame);
        lanes.put(orderingKey, fresh);
        return Place.FIRST;
    }

    private void sendBatch(String orderingKey) {
        Flight flight = new Flight();
        Mono<Void> sending = Mono.defer(
                        () -> producer.createBatch(new CreateBatchOptions().setPartitionKey(orderingKey)))
                .publishOn(scheduler) // Encoding a large frame must not hold up the SDK's one I/O thread.
                .flatMap(batch -> fill(flight, batch, orderingKey) ? producer.send(batch) : Mono.empty());
        // The SDK lets sends of a closed producer wait for their timeout.
        Mono<Void> ended = closing.asMono().then(Mono.error(this::closedHub));
        Mono.firstWithSignal(sending, ended)
                .timeout(timeout) // The SDK's own holds for one try of one step, and it tries to connect several times.
                .subscribe(
                        nothing -> {},
                        failure -> finish(orderingKey, flight, SendFailures.outcome(failure)),
                        () -> finish(orderingKey, flight, SendOutcome.ACCEPTED));
    }

    /** Moves as many frames as fit into the batch, and answers for those that fit into none. */
    private boolean fill(Flight flight, EventDataBatch batch, String orderingKey) {
        int bytesMax = batch.getMaxSizeInBytes() - EventHubsLimits.OVERHEAD_BYTES;
        while (batch.getCount() < EventHubsLimits.FRAMES_PER_BATCH_MAX) {
            Waiting next = take(orderingKey);
            if (next == null) {
                break;
            }
            if (next.frame().size() > bytesMax) {
                next.done().accept(refusal(next.frame(), bytesMax));
                continue;
            }
            if (!batch.tryAdd(new EventData(next.frame().bytes()))) {
                if (batch.getCount() > 0) {
                    putBack(next, orderingKey); // The batch is full: this frame starts the next one.
                    break;
                }
                next.done().accept(refusal(next.frame(), bytesMax)); // The SDK reserves more than we know of.
                continue;
            }
            if (!flight.board(next)) {
                next.done().accept(new SendOutcome.Unknown(closedHub()));
                return false;
            }
        }
        return batch.getCount() > 0;
    }

    private SendOutcome refusal(Frame frame, int bytesMax) {
        return new SendOutcome.Refused("frame of " + frame.size() + " bytes exceeds " + bytesMax + " for hub " + hub);
    }

    private void finish(String orderingKey, Flight flight, SendOutcome outcome) {
        List<Waiting> sent = flight.end();
        if (sent.isEmpty() && !(outcome instanceof SendOutcome.Accepted)) {
            // It failed before a frame was in the batch: the first one asked for it and gets the answer.
            Waiting first = take(orderingKey);
            sent = first == null ? List.of() : List.of(first);
        }
        sent.forEach(frame -> frame.done().accept(outcome));
        if (goesOn(orderingKey)) {
            sendBatch(orderingKey);
        }
    }

    private synchronized @Nullable Waiting take(String orderingKey) {
        Deque<Waiting> lane = lanes.get(orderingKey);
        Waiting first = lane == null ? null : lane.pollFirst();
        if (first != null) {
            count(first, -1);
        }
        return first;
    }

    private void putBack(Waiting frame, String orderingKey) {
        synchronized (this) {
            Deque<Waiting> lane = lanes.get(orderingKey);
            if (lane != null) {
                count(frame, 1);
                lane.addFirst(frame);
                return;
            }
        }
        frame.done().accept(new SendOutcome.Unknown(closedHub()));
    }

    private synchronized boolean goesOn(String orderingKey) {
        Deque<Waiting> lane = lanes.get(orderingKey);
        if (lane != null && lane.isEmpty()) {
            lanes.remove(orderingKey);
            return false;
        }
        return lane != null;
    }

    private void count(Waiting frame, int sign) {
        waitingFrames += sign;
        waitingBytes += (long) sign * frame.frame().size();
    }

    @Override
    public void close() {
        List<Waiting> unsent = new ArrayList<>();
        synchronized (this) {
            closed = true;
            lanes.values().forEach(unsent::addAll);
            lanes.clear();
            unsent.forEach(frame -> count(frame, -1));
        }
        unsent.forEach(frame -> frame.done().accept(new SendOutcome.Unknown(closedHub())));
        closing.tryEmitEmpty();
        producer.close();
        threads.shutdown();
    }

    private IllegalStateException closedHub() {
        return new IllegalStateException("the transport of hub " + hub + " is closed");
    }

    private static void requireKey(String orderingKey) {
        if (orderingKey.isEmpty()
                || orderingKey.length() > EventHubsLimits.ORDERING_KEY_CHARS_MAX
                || !orderingKey.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "an ordering key is 1 to " + EventHubsLimits.ORDERING_KEY_CHARS_MAX + " visible ASCII characters");
        }
    }

    /** The frames of one batch. It ends once, and nobody boards afterwards: each frame gets one outcome. */
    private static final class Flight {
        private final List<Waiting> frames = new ArrayList<>();
        private boolean ended;

        synchronized boolean board(Waiting frame) {
            if (ended) {
                return false;
            }
            frames.add(frame);
            return true;
        }

        synchronized List<Waiting> end() {
            ended = true;
            return List.copyOf(frames);
        }
    }
}
