package io.crossweave.cli.process;

import io.crossweave.cli.CommandFailure;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A child JVM in one of its lives. It must end by itself when its standard input closes. */
public final class Child {
    /** Settings of the caller's shell that a child would take for its own: it is told all that it needs. */
    private static final List<String> FOREIGN_SETTINGS = List.of("CROSSWEAVE_", "QUARKUS_", "SMALLRYE_");

    private final ChildCommand command;
    private final Process process;
    private final long startedNanos = System.nanoTime();

    private Child(ChildCommand command, Process process) {
        this.command = command;
        this.process = process;
    }

    static Child start(ChildCommand command) throws IOException {
        Files.createDirectories(command.workingDirectory());
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(command.workingDirectory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(command.log().toFile()));
        builder.environment().keySet().removeIf(Child::isForeignSetting);
        // Its standard input stays a pipe from this JVM, which nobody writes to: its end is the parent's end.
        return new Child(command, builder.start());
    }

    private static boolean isForeignSetting(String variable) {
        return FOREIGN_SETTINGS.stream().anyMatch(variable.toUpperCase(Locale.ROOT)::startsWith);
    }

    public String name() {
        return command.name();
    }

    ChildCommand command() {
        return command;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What to say of a child that has ended before it was ready, with the last thing that it said. */
    public CommandFailure endedEarly() {
        return new CommandFailure(name() + " ended with code " + process.exitValue() + " while it started" + lastWords()
                + " (log: " + command.log() + ")");
    }

    /** Waits for the end of the child, and gives its exit code. */
    int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    private String lastWords() {
        try {
            List<String> lines = Files.readString(command.log(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return lines.isEmpty() ? "" : ": " + lines.getLast().strip();
        } catch (IOException e) {
            return "";
        }
    }
}
