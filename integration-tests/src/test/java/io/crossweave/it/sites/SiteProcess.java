package io.crossweave.it.sites;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One site as a child JVM on a port that it keeps when it is started again. */
final class SiteProcess implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final long STOP_MAX_S = 20;
    /** Below the range from which the kernel gives ports to clients: a site that is down must find its own again. */
    private static final int PORT_MIN = 21_000;

    private static final int PORT_MAX = 31_000;

    private static final String TYPES = "-Dcrossweave.context-types=";

    private final SiteRegion region;
    private final Path data;
    private final Path log;
    private final List<String> command;
    private final URI base;
    private final Thread endedWithTests = new Thread(this::destroy);
    private volatile @Nullable Process process;

    private SiteProcess(SiteRegion region, Path dir, int port, Map<String, String> settings) {
        this.region = region;
        this.data = dir.resolve("site-" + region.region());
        this.log = dir.resolve("site-" + region.region() + ".log");
        this.base = URI.create("http://127.0.0.1:" + port);
        this.command = command(port, settings);
        Runtime.getRuntime().addShutdownHook(endedWithTests);
    }

    /** Starts a site; {@link #awaitReady} tells when it answers. */
    static SiteProcess start(SiteRegion region, Path dir, int port, Map<String, String> settings) {
        var site = new SiteProcess(region, dir, port, settings);
        site.start();
        return site;
    }

    private List<String> command(int port, Map<String, String> settings) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        line.add("-Dquarkus.http.host=127.0.0.1");
        line.add("-Dquarkus.http.port=" + port);
        line.add("-Dcrossweave.site.region=" + region.region());
        line.add("-Dcrossweave.data-dir=" + data);
        settings.forEach((key, value) -> line.add("-D" + key + "=" + value));
        line.add("-jar");
        line.add(program().toString());
        return line;
    }

    private static Path program() {
        Path program = Path.of(System.getProperty("crossweave.home"), "gateway-app/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(program)) {
            throw new IllegalStateException("no " + program + ": build gateway-app up to package first");
        }
        return program;
    }

    /** A port that nobody listens at, for a site to have from then on. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
            try (var socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException e) {
                // Somebody has it: the next draw looks elsewhere.
            }
        }
    }

    void start() {
        start(command);
    }

    /** Starts it with another file of context types, until it is started again. */
    void startWithTypes(Path contextTypes) {
        var changed = new ArrayList<>(command);
        changed.replaceAll(argument -> argument.startsWith(TYPES) ? TYPES + contextTypes : argument);
        start(changed);
    }

    private void start(List<String> line) {
        try {
            process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady(SiteClient client) {
        await("site " + region + ", whose log is " + log)
                .atMost(START_MAX)
                .pollInterval(Duration.ofMillis(100))
                .failFast(() -> !isAlive())
                .ignoreExceptions()
                .until(() -> client.get("/q/health/ready").status() == 200);
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** As by {@code kill -9}; what the site has not synced is in the kernel's hands. */
    void kill() {
        destroy();
    }

    private void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** Stops the site in the middle of whatever it does, so that its files stand still, and lets it go on behind the action. */
    void whileHalted(Runnable action) {
        signal("STOP");
        try {
            action.run();
        } finally {
            signal("CONT");
        }
    }

    private void signal(String name) {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("site " + region + " was not started");
        }
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(running.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " of site " + region + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a signal was sent", e);
        }
    }

    URI base() {
        return base;
    }

    /** All that the site keeps. */
    Path data() {
        return data;
    }

    Path log() {
        return log;
    }

    /** Ends the site in order, and by force where it does not end. */
    @Override
    public void close() {
        Process running = process;
        try {
            if (running != null) {
                running.destroy();
                running.waitFor(STOP_MAX_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            destroy();
            Runtime.getRuntime().removeShutdownHook(endedWithTests);
        }
    }
}
