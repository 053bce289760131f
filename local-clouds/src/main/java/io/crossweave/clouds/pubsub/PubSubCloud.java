package io.crossweave.clouds.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import io.crossweave.clouds.CloudOptions;
import io.crossweave.clouds.control.CounterSnapshot;
import io.crossweave.clouds.control.Counters;
import io.crossweave.clouds.control.Faults;
import io.crossweave.clouds.control.LocalCloud;
import io.crossweave.clouds.control.LoopbackProxy;
import io.crossweave.clouds.control.StoredMessage;
import io.crossweave.clouds.control.TopicOrder;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Pub/Sub as a local cloud. Endpoints: {@code endpoint} (plaintext gRPC, no credentials) and {@code project}. */
public final class PubSubCloud implements LocalCloud {

    /** Above the service's own limit, so that a request that is too large gets the service's own answer. */
    private static final int INBOUND_BYTES_MAX = 64 << 20;

    private static final long TICK_MS = 100;

    private static final System.Logger LOG = System.getLogger(PubSubCloud.class.getName());

    private final String project;
    private final Path data;
    private final Faults faults;
    private final Counters counters;
    private final PubSubStore store;
    private final LoopbackProxy proxy;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pubsub-timer").factory());
    private final Server server;
    private final Future<?> ticks;

    private PubSubCloud(CloudOptions options) throws IOException, StatusException {
        this.project = options.project();
        this.data = options.requiredData().toAbsolutePath();
        this.faults = new Faults();
        this.counters = new Counters();
        this.store = PubSubStore.open(data, faults, counters);
        this.proxy = LoopbackProxy.bind(options.ports().service(), faults);
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .maxInboundMessageSize(INBOUND_BYTES_MAX)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(new PublisherService(store, faults, counters))
                .addService(new SubscriberService(store, timer))
                .build()
                .start();
        this.ticks = timer.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    public static PubSubCloud start(CloudOptions options) throws IOException, StatusException {
        PubSubCloud cloud = new PubSubCloud(options);
        cloud.faults.onResumed(() -> cloud.store.subscriptions().forEach(SubscriptionQueue::dispatch));
        cloud.proxy.forwardTo(cloud.server.getPort(), LoopbackProxy.Relay::plain);
        return cloud;
    }

    @Override
    public String name() {
        return "pubsub";
    }

    @Override
    public SortedMap<String, String> endpoints() {
        return new TreeMap<>(Map.of("endpoint", "127.0.0.1:" + proxy.port(), "project", project));
    }

    /** With subscriptions that keep the order of each key. */
    @Override
    public void createTopic(TopicOrder order) {
        String topic = "projects/" + project + "/topics/" + order.name();
        create(() -> store.createTopic(Topic.newBuilder().setName(topic).build()));
        for (String subscription : order.subscriptions()) {
            create(() -> store.createSubscription(Subscription.newBuilder()
                    .setName("projects/" + project + "/subscriptions/" + subscription)
                    .setTopic(topic)
                    .setEnableMessageOrdering(true)
                    .setAckDeadlineSeconds(SubscriberService.ACK_DEADLINE_SECONDS_MIN)
                    .build()));
        }
    }

    @Override
    public CounterSnapshot counters() {
        return new CounterSnapshot(proxy.connections(), counters.snapshot().topics());
    }

    @Override
    public Faults faults() {
        return faults;
    }

    @Override
    public void dump(StoredMessage.Sink sink) throws IOException {
        for (PubSubTopic topic : store.topics()) {
            topic.log()
                    .visit((stored, message) -> sink.accept(dumped(topic.name().id(), message)));
        }
    }

    @Override
    public Optional<Path> dataDirectory() {
        return Optional.of(data);
    }

    @Override
    public void close() {
        proxy.close();
        ticks.cancel(false);
        timer.shutdownNow();
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        for (SubscriptionQueue subscription : store.subscriptions()) {
            try {
                subscription.tick();
            } catch (RuntimeException e) {
                // The timer would stop for good, and with it every redelivery.
                LOG.log(
                        System.Logger.Level.ERROR,
                        "subscription " + subscription.description().getName(),
                        e);
            }
        }
    }

    @FunctionalInterface
    private interface Creation {
        void run() throws IOException, StatusException;
    }

    private static void create(Creation creation) {
        try {
            creation.run();
        } catch (StatusException e) {
            if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StoredMessage dumped(String topic, PubsubMessage message) {
        Map<String, byte[]> attributes = new TreeMap<>();
        message.getAttributesMap()
                .forEach((name, value) -> attributes.put(name, value.getBytes(StandardCharsets.UTF_8)));
        return new StoredMessage(
                topic,
                message.getOrderingKey().getBytes(StandardCharsets.UTF_8),
                attributes,
                message.getData().toByteArray());
    }
}
