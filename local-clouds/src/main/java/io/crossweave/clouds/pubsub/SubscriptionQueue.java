package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import io.crossweave.clouds.control.Counters;
import io.crossweave.clouds.control.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One subscription: its backlog, and the consumers among which it is shared out. */
final class SubscriptionQueue {

    /** A response is one gRPC message; the client takes up to 20 MB. One large message may pass this alone. */
    private static final int RESPONSE_BYTES_MAX = 4 << 20;

    private static final int RESPONSE_MESSAGES_MAX = 1_000;

    private final Subscription description;
    private final MessageLog log;
    private final AckLog acknowledged;
    private final Deliveries deliveries;
    private final Backlog backlog;
    private final List<Consumer> consumers = new ArrayList<>();

    /** What stands between the queue and its consumers. */
    record Deliveries(String topic, Faults faults, Counters counters) {}

    SubscriptionQueue(Subscription description, MessageLog log, AckLog acknowledged, Deliveries deliveries) {
        this.description = description;
        this.log = log;
        this.acknowledged = acknowledged;
        this.deliveries = deliveries;
        this.backlog = new Backlog(description.getEnableMessageOrdering(), acknowledged::acknowledged);
    }

    Subscription description() {
        return description;
    }

    synchronized boolean isFull() {
        return backlog.isFull();
    }

    synchronized void add(List<Stored> messages) {
        messages.forEach(backlog::add);
        dispatch();
    }

    /** At start: takes up again what the last process left. */
    synchronized void restore(Stored message) {
        if (acknowledged.owes(message.messageId())) {
            backlog.add(message);
        }
    }

    synchronized void attach(Consumer consumer) {
        consumers.add(consumer);
        dispatch();
    }

    /** Its leases stay until they are settled or expire: the service doesn't know whether the work goes on. */
    synchronized void detach(Consumer consumer) {
        consumers.remove(consumer);
    }

    synchronized void acknowledge(List<String> ackIds) {
        ackIds.forEach(backlog::acknowledge);
        dispatch();
    }

    /** 0 seconds is a nack. */
    synchronized void modifyDeadline(List<String> ackIds, int seconds) {
        if (seconds == 0) {
            ackIds.forEach(backlog::nack);
            dispatch();
        } else {
            long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            ackIds.forEach(ackId -> backlog.extend(ackId, deadlineNanos));
        }
    }

    /** Looks for expired leases; called a few times a second. */
    synchronized void tick() {
        backlog.expire(System.nanoTime());
        dispatch();
    }

    /** Hands out all that there is room for, in turns. */
    synchronized void dispatch() {
        boolean sent = !deliveries.faults().paused();
        while (sent) {
            sent = false;
            for (Consumer consumer : List.copyOf(consumers)) {
                sent |= dispatchTo(consumer);
            }
        }
    }

    private boolean dispatchTo(Consumer consumer) {
        List<ReceivedMessage> response = new ArrayList<>();
        long bytes = 0;
        while (response.size() < RESPONSE_MESSAGES_MAX && bytes < RESPONSE_BYTES_MAX && consumer.hasRoom()) {
            Backlog.Lease lease = backlog.next(consumer, System.nanoTime());
            if (lease == null) {
                break;
            }
            response.add(received(lease));
            bytes += lease.message.bytes();
        }
        if (response.isEmpty()) {
            return false;
        }
        deliveries.counters().delivered(deliveries.topic(), response.size());
        consumer.send(response);
        return true;
    }

    private ReceivedMessage received(Backlog.Lease lease) {
        try {
            return ReceivedMessage.newBuilder()
                    .setAckId(lease.ackId)
                    .setMessage(log.read(lease.message))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() throws IOException {
        acknowledged.close();
    }
}
