package io.crossweave.it.demo;

import io.crossweave.cli.demo.DemoDirectory;
import io.crossweave.cli.demo.DemoState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** {@code ./crossweave demo} as a process. */
public final class DemoProcess implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final int LAST_LINES = 40;

    private final Process process;
    private final Path data;
    private final Path progress;
    private final List<String> announced;

    private DemoProcess(Process process, Path data, Path progress, List<String> announced) {
        this.process = process;
        this.data = data;
        this.progress = progress;
        this.announced = announced;
    }

    /** Returns when it has announced that it is ready, and fails after the limit. The project is built already. */
    public static DemoProcess start(Path data, int portBase, Duration limit) throws IOException, InterruptedException {
        LauncherBuild.markBuilt();
        Path progress = Files.createTempFile("crossweave-demo", ".txt");
        Process process = new ProcessBuilder(
                        LauncherBuild.home().resolve("crossweave").toString(),
                        "demo",
                        "--data",
                        data.toString(),
                        "--port-base",
                        Integer.toString(portBase))
                .redirectError(progress.toFile())
                .start();
        try {
            return new DemoProcess(process, data, progress, announcement(process, limit));
        } catch (ExecutionException | TimeoutException e) {
            String logs = endsOfLogs(data.resolve("logs"));
            process.destroy();
            throw new AssertionError(
                    "the demo is not ready within " + limit + ": " + Files.readString(progress) + logs, e);
        }
    }

    /** What its children said last: the folder is gone when somebody reads the failure. */
    private static String endsOfLogs(Path logs) throws IOException {
        if (!Files.isDirectory(logs)) {
            return "";
        }
        var ends = new StringBuilder();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file);
                List<String> last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
                ends.append("\n== ").append(file.getFileName()).append('\n').append(String.join("\n", last));
            }
        }
        return ends.toString();
    }

    private static List<String> announcement(Process process, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        var lines = new CompletableFuture<List<String>>();
        Thread.ofPlatform().daemon().name("demo-stdout").start(() -> {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                String ready = out.readLine();
                String page = out.readLine();
                if (ready == null || page == null) {
                    lines.completeExceptionally(new IOException("it ended"));
                } else {
                    lines.complete(List.of(ready, page));
                }
            } catch (IOException e) {
                lines.completeExceptionally(e);
            }
        });
        return lines.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The lines of standard output. */
    public List<String> announced() {
        return announced;
    }

    /** Where everything runs now. */
    public DemoState state() {
        return DemoState.read(new DemoDirectory(data)).orElseThrow();
    }

    /** What it said that it does. */
    public String progress() throws IOException {
        return Files.readString(progress);
    }

    /** Of sites and clouds. */
    List<ProcessHandle> children() {
        DemoState state = state();
        LongStream pids = LongStream.concat(
                state.sites().stream().mapToLong(DemoState.RunningSite::pid),
                state.clouds().stream().mapToLong(DemoState.RunningCloud::pid));
        return pids.mapToObj(ProcessHandle::of).flatMap(Optional::stream).toList();
    }

    /** As by {@code kill -9}: nothing of it gets to clean up. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As by SIGTERM. */
    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(progress);
    }
}
