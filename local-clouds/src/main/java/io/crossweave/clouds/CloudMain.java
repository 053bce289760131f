package io.crossweave.clouds;

import io.crossweave.clouds.control.ControlEndpoint;
import io.crossweave.clouds.control.LocalCloud;
import io.crossweave.clouds.control.TopicOrder;
import io.crossweave.clouds.eventhubs.EventHubsCloud;
import io.crossweave.clouds.kafka.KafkaCloud;
import io.crossweave.clouds.pubsub.PubSubCloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one stand-in cloud until standard input closes. The package's description tells the command. */
public final class CloudMain {

    /** A broker that hangs while it closes must not outlive its parent. */
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    private CloudMain() {}

    public static void main(String[] arguments) throws Exception {
        // Standard output belongs to the ready line: whatever a library prints goes to standard error.
        PrintStream ready = System.out;
        System.setOut(System.err);
        Logger.getLogger("").setLevel(Level.WARNING);
        try {
            run(CloudOptions.parse(arguments), ready);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(CloudOptions options, PrintStream ready) throws Exception {
        // Before the start, which takes seconds: a parent that dies meanwhile must not leave a cloud behind.
        Thread.ofPlatform().daemon().name("parent-watch").start(CloudMain::exitWhenParentIsGone);
        LocalCloud cloud = start(options);
        for (String topic : options.topics()) {
            cloud.createTopic(new TopicOrder(topic, options.partitions(), List.of()));
        }
        ControlEndpoint control = ControlEndpoint.start(cloud, options.ports().control());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(cloud, control), "close-cloud"));
        ready.println(control.readyLine());
        ready.flush();
        // Some clouds have daemon threads only.
        Thread.currentThread().join();
    }

    private static LocalCloud start(CloudOptions options) throws Exception {
        return switch (options.kind()) {
            case "kafka" -> KafkaCloud.start(options);
            case "pubsub" -> PubSubCloud.start(options);
            case "eventhubs" -> EventHubsCloud.start(options);
            default -> throw new IllegalArgumentException("unknown cloud " + options.kind());
        };
    }

    private static void close(LocalCloud cloud, ControlEndpoint control) {
        Thread.ofPlatform().daemon().name("close-timeout").start(() -> {
            try {
                Thread.sleep(CLOSE_TIMEOUT_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        control.close();
        cloud.close();
    }

    private static void exitWhenParentIsGone() {
        try (InputStream parent = System.in) {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        System.exit(0);
    }
}
