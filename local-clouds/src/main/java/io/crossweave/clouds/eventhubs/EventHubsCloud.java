package io.crossweave.clouds.eventhubs;

import io.crossweave.clouds.CloudOptions;
import io.crossweave.clouds.control.CounterSnapshot;
import io.crossweave.clouds.control.Counters;
import io.crossweave.clouds.control.Faults;
import io.crossweave.clouds.control.LocalCloud;
import io.crossweave.clouds.control.StoredMessage;
import io.crossweave.clouds.control.TopicOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The server: it listens on loopback, and each connection that it accepts serves itself. */
public final class EventHubsCloud implements LocalCloud {
    private final ServerSocketChannel listener;
    private final int port;
    private final Path directory;
    private final Namespace namespace;
    private final Set<HubConnection> connections = ConcurrentHashMap.newKeySet();

    private EventHubsCloud(ServerSocketChannel listener, Path directory, Namespace namespace) throws IOException {
        this.listener = listener;
        this.port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
        this.directory = directory;
        this.namespace = namespace;
    }

    /** With the key of Microsoft's emulator, and segments in the temporary directory unless {@code --data} names one. */
    public static EventHubsCloud start(CloudOptions options) throws IOException {
        Path directory = options.data().orElse(Path.of(System.getProperty("java.io.tmpdir")));
        return start(options.ports().service(), Files.createDirectories(directory), AccessKey.EMULATOR);
    }

    /**
     * Listens at once; hubs come by {@link #createTopic}.
     *
     * @param port 0 for a free one
     * @param directory where segments are written; no name of them stays visible there
     */
    public static EventHubsCloud start(int port, Path directory, AccessKey key) throws IOException {
        ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Namespace namespace = new Namespace(key, new Faults(), new Counters(), Clock.systemUTC());
        EventHubsCloud cloud = new EventHubsCloud(listener, directory, namespace);
        namespace.faults().onDropConnections(cloud::dropConnections);
        namespace.faults().onResumed(() -> cloud.connections.forEach(HubConnection::wake));
        Thread.ofVirtual().name("hub-accept").start(cloud::accept);
        return cloud;
    }

    public int port() {
        return port;
    }

    /** For the SDK, without an {@code EntityPath}. */
    public String connectionString() {
        return "Endpoint=sb://localhost:" + port + ";SharedAccessKeyName="
                + namespace.key().name() + ";SharedAccessKey=" + namespace.key().secret()
                + ";UseDevelopmentEmulator=true;";
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                welcome(listener.accept());
            } catch (IOException closedOrOutOfDescriptors) {
                // The loop looks whether we are still open.
            }
        }
    }

    private void welcome(SocketChannel socket) throws IOException {
        if (namespace.faults().cut() || connections.size() >= HubLimits.CONNECTIONS_MAX) {
            socket.close();
            return;
        }
        HubConnection connection;
        try {
            connection = new HubConnection(socket, namespace);
        } catch (IOException goneAlready) {
            socket.close();
            return;
        }
        namespace.counters().connected();
        connections.add(connection);
        Thread.ofVirtual().name("hub-reader").start(() -> {
            try {
                connection.serve();
            } finally {
                connections.remove(connection);
            }
        });
        if (namespace.faults().cut() || !listener.isOpen()) {
            connection.sever(); // Ordered between the check above and the registration.
        }
    }

    private void dropConnections() {
        connections.forEach(HubConnection::sever);
    }

    @Override
    public String name() {
        return "eventhubs";
    }

    @Override
    public SortedMap<String, String> endpoints() {
        TreeMap<String, String> endpoints = new TreeMap<>();
        endpoints.put("amqp", "127.0.0.1:" + port);
        endpoints.put("connectionString", connectionString());
        return endpoints;
    }

    /** The subscriptions of the order are consumer groups beside {@code $Default}. */
    @Override
    public void createTopic(TopicOrder order) {
        namespace
                .hubs()
                .computeIfAbsent(
                        order.name(),
                        name -> new Hub(
                                name,
                                order.partitions(),
                                Set.copyOf(order.subscriptions()),
                                directory,
                                namespace.clock().millis()));
    }

    @Override
    public CounterSnapshot counters() {
        return namespace.counters().snapshot();
    }

    @Override
    public Faults faults() {
        return namespace.faults();
    }

    @Override
    public void dump(StoredMessage.Sink sink) throws IOException {
        MessageCodec codec = new MessageCodec();
        for (Hub hub : new TreeMap<>(namespace.hubs()).values()) {
            for (Hub.Partition partition : hub.partitions()) {
                Optional<PartitionLog.Kept> event = partition.log().next(0);
                while (event.isPresent()) {
                    sink.accept(codec.dumped(hub.name(), event.get().stored()));
                    event = partition.log().next(event.get().sequence() + 1);
                }
            }
        }
    }

    /** Empty: the segments have no name by which they could be found. */
    @Override
    public Optional<Path> dataDirectory() {
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            listener.close();
            dropConnections();
            for (Hub hub : namespace.hubs().values()) {
                hub.close();
            }
        } catch (IOException e) {
            // A listening socket or an unlinked file that can't be closed goes with the process.
        }
    }
}
