package io.crossweave.clouds.kafka;

import io.crossweave.clouds.CloudOptions;
import io.crossweave.clouds.control.CounterSnapshot;
import io.crossweave.clouds.control.CounterSnapshot.OfTopic;
import io.crossweave.clouds.control.Faults;
import io.crossweave.clouds.control.LocalCloud;
import io.crossweave.clouds.control.LoopbackProxy;
import io.crossweave.clouds.control.StoredMessage;
import io.crossweave.clouds.control.TopicOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;

/** Kafka as a local cloud. Endpoint: {@code bootstrap}, without TLS and without authentication. */
public final class KafkaCloud implements LocalCloud {

    private final Path logs;
    private final Faults faults;
    private final LoopbackProxy proxy;
    private final KafkaBroker broker;
    private final Admin admin;
    private final KafkaTraffic traffic = new KafkaTraffic();
    private final KafkaLogs stored;

    private KafkaCloud(Path logs, Faults faults, LoopbackProxy proxy, KafkaBroker broker) {
        this.logs = logs;
        this.faults = faults;
        this.proxy = proxy;
        this.broker = broker;
        this.stored = new KafkaLogs(logs);
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:" + broker.listeners().internal()));
        proxy.forwardTo(broker.listeners().clients(), () -> new KafkaRelay(faults, traffic));
    }

    public static KafkaCloud start(CloudOptions options) throws Exception {
        Path logs = options.requiredData().toAbsolutePath();
        Faults faults = new Faults();
        LoopbackProxy proxy = LoopbackProxy.bind(options.ports().service(), faults);
        return new KafkaCloud(logs, faults, proxy, KafkaBroker.start(logs, proxy.port()));
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public SortedMap<String, String> endpoints() {
        return new TreeMap<>(Map.of("bootstrap", "127.0.0.1:" + proxy.port()));
    }

    @Override
    public void createTopic(TopicOrder order) {
        NewTopic topic = new NewTopic(order.name(), order.partitions(), (short) 1);
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            // After a restart on the same directory the topics are there already.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalArgumentException("topic " + order.name() + ": " + e.getCause(), e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public CounterSnapshot counters() {
        try {
            SortedMap<String, OfTopic> topics = stored.count();
            traffic.addTo(topics, topicNames());
            return new CounterSnapshot(proxy.connections(), topics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public void dump(StoredMessage.Sink sink) throws IOException {
        stored.dump(sink);
    }

    @Override
    public Optional<Path> dataDirectory() {
        return Optional.of(logs);
    }

    @Override
    public void close() {
        proxy.close();
        admin.close();
        broker.close();
    }

    private Map<Uuid, String> topicNames() {
        Map<Uuid, String> names = new HashMap<>();
        try {
            for (TopicListing topic : admin.listTopics().listings().get()) {
                names.put(topic.topicId(), topic.name());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker doesn't list its topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return names;
    }
}
