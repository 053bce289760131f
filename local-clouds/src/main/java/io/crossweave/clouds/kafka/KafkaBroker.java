package io.crossweave.clouds.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka node that is broker and controller in one, with settings for a laptop. */
final class KafkaBroker implements AutoCloseable {

    /** The 16 bytes "crossweave-local": a fixed id lets a restart find its own directory again. */
    private static final String CLUSTER_ID = "Y3Jvc3N3ZWF2ZS1sb2NhbA";

    private static final int NODE_ID = 1;

    private static final int PORT_FIRST = 20_000;
    private static final int PORT_END = 32_000;
    private static final int PROBES_MAX = 100;

    /** A start takes 2 to 6 seconds. One that takes longer than this hangs, and ends the process. */
    private static final int START_MS_MAX = 30_000;

    private final KafkaRaftServer server;
    private final Listeners listeners;

    /**
     * The broker's ports.
     *
     * @param clients where the proxy forwards to
     * @param internal past the proxy, for our own administration: it works while clients are cut off
     * @param controller for the node itself
     */
    record Listeners(int clients, int internal, int controller) {

        /**
         * Kafka wants its ports told, so free ones are looked up together and then released. They are drawn from
         * below the range that systems give to connections, where nobody takes one in between by chance.
         */
        static Listeners free() throws IOException {
            Random draws = new Random();
            try (ServerSocket one = probe(draws);
                    ServerSocket two = probe(draws);
                    ServerSocket three = probe(draws)) {
                return new Listeners(one.getLocalPort(), two.getLocalPort(), three.getLocalPort());
            }
        }

        private static ServerSocket probe(Random draws) throws IOException {
            for (int attempt = 0; attempt < PROBES_MAX; attempt++) {
                try {
                    int port = draws.nextInt(PORT_FIRST, PORT_END);
                    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                } catch (BindException e) {
                    // Taken: draw again.
                }
            }
            throw new BindException("no free port found from " + PORT_FIRST + " to " + (PORT_END - 1));
        }
    }

    private KafkaBroker(KafkaRaftServer server, Listeners listeners) {
        this.server = server;
        this.listeners = listeners;
    }

    /** Returns when the broker takes requests. */
    static KafkaBroker start(Path logs, int advertisedPort) throws Exception {
        Files.createDirectories(logs);
        Listeners listeners = Listeners.free();
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(CLUSTER_ID)
                .setNodeId(NODE_ID)
                .addDirectory(logs.toString())
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true)
                .run();
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings(logs, listeners, advertisedPort), false), Time.SYSTEM);
        server.startup();
        return new KafkaBroker(server, listeners);
    }

    Listeners listeners() {
        return listeners;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Map<String, String> settings(Path logs, Listeners listeners, int advertisedPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("log.dirs", logs.toString());
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + listeners.controller());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "INTERNAL");
        settings.put("listener.security.protocol.map", "CLIENTS:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put(
                "listeners",
                "CLIENTS://127.0.0.1:" + listeners.clients() + ",INTERNAL://127.0.0.1:" + listeners.internal()
                        + ",CONTROLLER://127.0.0.1:" + listeners.controller());
        settings.put(
                "advertised.listeners",
                "CLIENTS://127.0.0.1:" + advertisedPort + ",INTERNAL://127.0.0.1:" + listeners.internal());
        settings.put("auto.create.topics.enable", "false");
        singleNode(settings);
        return settings;
    }

    /** What a cluster of many does with many copies and threads, one node on a laptop does with one. */
    private static void singleNode(Map<String, String> settings) {
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // After a kill the controller lets the broker in again only when its old session has run out.
        settings.put("broker.session.timeout.ms", "4000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("server.max.startup.time.ms", Integer.toString(START_MS_MAX));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("log.cleaner.dedupe.buffer.size", "4194304");
        settings.put("log.index.size.max.bytes", "1048576");
    }
}
