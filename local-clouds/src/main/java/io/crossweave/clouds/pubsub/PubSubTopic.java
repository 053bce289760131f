package io.crossweave.clouds.pubsub;

import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.PubsubMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** One topic: its log, and the subscriptions that get each of its messages. */
final class PubSubTopic {

    private final ResourceName name;
    private final MessageLog log;
    private final AtomicLong messageIds;
    private final List<SubscriptionQueue> subscriptions = new CopyOnWriteArrayList<>();

    /** The counter gives message ids for all topics of the server. */
    PubSubTopic(ResourceName name, MessageLog log, AtomicLong messageIds) {
        this.name = name;
        this.log = log;
        this.messageIds = messageIds;
    }

    ResourceName name() {
        return name;
    }

    MessageLog log() {
        return log;
    }

    synchronized void subscribe(SubscriptionQueue subscription) {
        subscriptions.add(subscription);
    }

    boolean hasRoomFor(long bytes) {
        return log.hasRoomFor(bytes) && subscriptions.stream().noneMatch(SubscriptionQueue::isFull);
    }

    /** One publish at a time, so that log and subscriptions have the same order. Returns the stored messages. */
    synchronized List<PubsubMessage> publish(List<PubsubMessage> messages, Instant now) throws IOException {
        Timestamp publishTime = Timestamp.newBuilder()
                .setSeconds(now.getEpochSecond())
                .setNanos(now.getNano())
                .build();
        List<PubsubMessage> published = new ArrayList<>();
        List<Stored> stored = new ArrayList<>();
        for (PubsubMessage message : messages) {
            long id = messageIds.incrementAndGet();
            PubsubMessage whole = message.toBuilder()
                    .setMessageId(Long.toString(id))
                    .setPublishTime(publishTime)
                    .build();
            stored.add(log.append(id, whole));
            published.add(whole);
        }
        for (SubscriptionQueue subscription : subscriptions) {
            subscription.add(stored);
        }
        return published;
    }
}
