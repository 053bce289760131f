package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.crossweave.clouds.control.Counters;
import io.crossweave.clouds.control.Faults;
import io.crossweave.clouds.pubsub.SubscriptionQueue.Deliveries;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Topics and subscriptions by name, as directories under {@code project/topics} and {@code project/subscriptions}. */
final class PubSubStore implements AutoCloseable {

    private static final String MESSAGES = "messages.log";
    private static final String DESCRIPTION = "subscription.pb";
    private static final String ACKNOWLEDGED = "acknowledged.log";

    private final Path data;
    private final Faults faults;
    private final Counters counters;
    private final AtomicLong messageIds = new AtomicLong();
    private final Map<String, PubSubTopic> topics = new ConcurrentSkipListMap<>();
    private final Map<String, SubscriptionQueue> subscriptions = new ConcurrentSkipListMap<>();

    private PubSubStore(Path data, Faults faults, Counters counters) {
        this.data = data;
        this.faults = faults;
        this.counters = counters;
    }

    /** Opens the directory and takes up again what was not acknowledged. */
    static PubSubStore open(Path data, Faults faults, Counters counters) throws IOException, StatusException {
        PubSubStore store = new PubSubStore(data, faults, counters);
        Files.createDirectories(data);
        for (Path directory : directories(data, "topics")) {
            store.openTopic(nameOf(directory));
        }
        for (Path directory : directories(data, "subscriptions")) {
            Subscription description = Subscription.parseFrom(Files.readAllBytes(directory.resolve(DESCRIPTION)));
            store.restore(description, AckLog.open(directory.resolve(ACKNOWLEDGED)));
        }
        return store;
    }

    synchronized void createTopic(Topic topic) throws IOException, StatusException {
        ResourceName name = ResourceName.parse("topics", topic.getName());
        if (topics.containsKey(name.full())) {
            throw name.alreadyExists();
        }
        Files.createDirectories(name.directoryIn(data));
        openTopic(name);
    }

    synchronized void createSubscription(Subscription description) throws IOException, StatusException {
        ResourceName name = ResourceName.parse("subscriptions", description.getName());
        PubSubTopic topic = topic(description.getTopic());
        if (subscriptions.containsKey(name.full())) {
            throw name.alreadyExists();
        }
        Path directory = Files.createDirectories(name.directoryIn(data));
        Files.write(directory.resolve(DESCRIPTION), description.toByteArray());
        AckLog acknowledged = AckLog.create(directory.resolve(ACKNOWLEDGED), messageIds.get());
        subscribe(topic, description, acknowledged);
    }

    PubSubTopic topic(String name) throws StatusException {
        ResourceName parsed = ResourceName.parse("topics", name);
        PubSubTopic topic = topics.get(name);
        if (topic == null) {
            throw parsed.notFound();
        }
        return topic;
    }

    SubscriptionQueue subscription(String name) throws StatusException {
        ResourceName parsed = ResourceName.parse("subscriptions", name);
        SubscriptionQueue subscription = subscriptions.get(name);
        if (subscription == null) {
            throw parsed.notFound();
        }
        return subscription;
    }

    Collection<PubSubTopic> topics() {
        return topics.values();
    }

    Collection<SubscriptionQueue> subscriptions() {
        return subscriptions.values();
    }

    @Override
    public void close() throws IOException {
        for (SubscriptionQueue subscription : subscriptions.values()) {
            subscription.close();
        }
        for (PubSubTopic topic : topics.values()) {
            topic.log().close();
        }
    }

    private void openTopic(ResourceName name) throws IOException {
        MessageLog log = MessageLog.open(
                name.directoryIn(data).resolve(MESSAGES),
                (stored, message) -> messageIds.accumulateAndGet(stored.messageId(), Math::max));
        topics.put(name.full(), new PubSubTopic(name, log, messageIds));
    }

    private void restore(Subscription description, AckLog acknowledged) throws IOException, StatusException {
        PubSubTopic topic = topic(description.getTopic());
        SubscriptionQueue queue = subscribe(topic, description, acknowledged);
        topic.log().visit((stored, message) -> queue.restore(stored));
    }

    private SubscriptionQueue subscribe(PubSubTopic topic, Subscription description, AckLog acknowledged) {
        Deliveries deliveries = new Deliveries(topic.name().id(), faults, counters);
        SubscriptionQueue queue = new SubscriptionQueue(description, topic.log(), acknowledged, deliveries);
        subscriptions.put(description.getName(), queue);
        topic.subscribe(queue);
        return queue;
    }

    /** A directory is {@code data/project/collection/id}. */
    private static List<Path> directories(Path data, String collection) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.find(data, 3, (path, attributes) -> attributes.isDirectory())) {
            all.filter(path -> data.relativize(path).getNameCount() == 3
                            && String.valueOf(path.getName(path.getNameCount() - 2))
                                    .equals(collection))
                    .sorted()
                    .forEach(found::add);
        }
        return found;
    }

    private static ResourceName nameOf(Path directory) {
        int names = directory.getNameCount();
        return new ResourceName(
                String.valueOf(directory.getName(names - 3)),
                String.valueOf(directory.getName(names - 2)),
                String.valueOf(directory.getName(names - 1)));
    }
}
