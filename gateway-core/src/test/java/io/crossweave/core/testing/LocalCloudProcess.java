package io.crossweave.core.testing;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One stand-in cloud as a child JVM with its own class path. It ends with {@link #close}, and also when this JVM
 * dies, because its standard input closes then.
 */
public final class LocalCloudProcess implements AutoCloseable {

    private static final long START_TIMEOUT_S = 60;
    private static final long CLOSE_TIMEOUT_S = 15;
    private static final String READY = "READY ";
    private static final int DUMP_ATTEMPTS = 10;

    private final Process process;
    private final Path log;
    private final SortedMap<String, String> ready;
    private final HttpClient http = HttpClient.newHttpClient();

    private LocalCloudProcess(Process process, Path log, SortedMap<String, String> ready) {
        this.process = process;
        this.log = log;
        this.ready = ready;
    }

    /**
     * Starts a cloud and waits until it may be used.
     *
     * @param kind {@code kafka}, {@code pubsub} or {@code eventhubs}
     * @param options as pairs, for example {@code "--data", dir, "--topics", "intake", "--partitions", "4"}
     */
    public static LocalCloudProcess start(String kind, String... options) {
        try {
            Path log = Files.createTempFile("local-cloud-" + kind, ".log");
            Process process = new ProcessBuilder(command(kind, options))
                    .redirectError(log.toFile())
                    .start();
            try {
                return new LocalCloudProcess(process, log, FlatJson.parse(readyLine(process, log)));
            } catch (IOException | RuntimeException e) {
                process.destroyForcibly();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a client needs, for example {@code bootstrap} of Kafka. */
    public String endpoint(String name) {
        String endpoint = ready.get("/endpoints/" + name);
        if (endpoint == null) {
            throw new IllegalArgumentException("no endpoint " + name + " in " + ready);
        }
        return endpoint;
    }

    /** All topics together. */
    public CloudCounters counters() {
        return CloudCounters.of("", FlatJson.parse(get("/counters")));
    }

    /** One topic; all zero if nothing was counted for it. */
    public CloudCounters counters(String topic) {
        String escaped = topic.replace("~", "~0").replace("/", "~1");
        return CloudCounters.of("/topics/" + escaped, FlatJson.parse(get("/counters")));
    }

    /** Orders faults; the fields stand in the cloud's {@code FaultOrder}, for example {@code {"loseAcks":3}}. */
    public void faults(String json) {
        text(request("/faults").POST(BodyPublishers.ofString(json)));
    }

    public void clearFaults() {
        text(request("/faults").DELETE());
    }

    /** Creates a topic (hub) with as many partitions, and what reads it. */
    public void createTopic(String name, int partitions) {
        text(request("/topics")
                .POST(BodyPublishers.ofString("{\"name\":\"" + name + "\",\"partitions\":" + partitions + "}")));
    }

    /** Every message that the broker holds, one by one; some of them twice where a dump broke off and was begun again. */
    public void dump(Consumer<BrokerMessage> sink) {
        dump(sink, () -> {});
    }

    public List<BrokerMessage> dump() {
        List<BrokerMessage> messages = new ArrayList<>();
        dump(messages::add, messages::clear);
        return messages;
    }

    /** A broker writes to its files while they are read, and a dump may break off by that; one that does so each time fails. */
    private void dump(Consumer<BrokerMessage> sink, Runnable again) {
        for (int attempt = 1; true; attempt++) {
            try (InputStream body = send(request("/dump").GET(), BodyHandlers.ofInputStream());
                    DataInputStream in = new DataInputStream(body)) {
                BrokerMessage.readAll(in, sink);
                return;
            } catch (IOException e) {
                if (attempt == DUMP_ATTEMPTS) {
                    throw new UncheckedIOException("dumps break off; the cloud's log: " + log(), e);
                }
                again.run();
            }
        }
    }

    /** What the cloud wrote to standard error so far. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** As by {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        if (!awaitEnd()) {
            process.destroyForcibly();
        }
        http.close();
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean awaitEnd() {
        try {
            return process.waitFor(CLOSE_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<String> command(String kind, String... options) throws IOException {
        Path target = target();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                target.resolve("classes") + ":"
                        + Files.readString(target.resolve("classpath")).strip(),
                "io.crossweave.clouds.CloudMain",
                kind));
        command.addAll(List.of(options));
        return command;
    }

    /** The build directory of local-clouds: tests run in their module's directory, the checkout is above it. */
    private static Path target() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path target = at.resolve("local-clouds").resolve("target");
            if (Files.exists(target.resolve("classpath"))) {
                return target;
            }
        }
        throw new IllegalStateException("no local-clouds/target/classpath above "
                + Path.of("").toAbsolutePath() + ": build local-clouds up to process-classes first");
    }

    private static String readyLine(Process process, Path log) throws IOException {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("cloud-stdout").start(() -> completeWithReady(process, line));
        try {
            return line.get(START_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the cloud did not start: " + Files.readString(log), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the cloud started", e);
        }
    }

    private static void completeWithReady(Process process, CompletableFuture<String> ready) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()));
                }
            }
            ready.completeExceptionally(new IOException("it ended without a ready line"));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private String get(String path) {
        return text(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(ready.get("/control") + path));
    }

    private String text(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private <T> T send(HttpRequest.Builder request, BodyHandler<T> handler) {
        try {
            HttpResponse<T> response = http.send(request.build(), handler);
            if (response.statusCode() != 200) {
                throw new IllegalStateException(response.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the cloud was asked", e);
        }
    }
}
