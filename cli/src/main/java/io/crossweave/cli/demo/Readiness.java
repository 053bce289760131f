package io.crossweave.cli.demo;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.process.Child;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Waits for children to be ready, and says so of each. */
final class Readiness {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);

    /** A machine that is busy with a build takes a minute; one that takes longer is not getting there. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Consumer<String> progress;

    Readiness(Consumer<String> progress) {
        this.progress = progress;
    }

    /** Looks whether something is there yet. */
    @FunctionalInterface
    interface Look {
        Optional<?> at(String region) throws IOException, InterruptedException;
    }

    /** Gives another for a child that ended before it was ready, or fails. */
    @FunctionalInterface
    interface Ended {
        Child instead(Child child) throws IOException;
    }

    /** Returns when a look has found something for each; fails when a child ends before, or at the limit. */
    void await(SortedMap<String, Child> started, Look look) throws IOException, InterruptedException {
        await(started, look, child -> {
            throw child.endedEarly();
        });
    }

    /** The same, but somebody may help those that end. */
    void await(SortedMap<String, Child> started, Look look, Ended ended) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long nextWord = begin + BETWEEN_WORDS.toNanos();
        var waiting = new TreeMap<>(started);
        while (!waiting.isEmpty()) {
            for (String region : started.keySet()) {
                Child child = waiting.get(region);
                if (child != null && !child.isAlive()) {
                    waiting.put(region, ended.instead(child));
                } else if (child != null) {
                    if (look.at(region).isPresent()) {
                        waiting.remove(region);
                        progress.accept(
                                "%s is ready after %.1f s".formatted(child.name(), seconds(System.nanoTime() - begin)));
                    }
                }
            }
            long now = System.nanoTime();
            if (!waiting.isEmpty() && now - begin > LIMIT.toNanos()) {
                throw new CommandFailure(waiting.firstEntry().getValue().name() + " is not ready after "
                        + LIMIT.toSeconds() + " s: its log in logs/ may tell why");
            }
            if (!waiting.isEmpty() && now >= nextWord) {
                progress.accept("still waiting for " + String.join(", ", waiting.keySet()));
                nextWord = now + BETWEEN_WORDS.toNanos();
            }
            TimeUnit.MILLISECONDS.sleep(waiting.isEmpty() ? 0 : BETWEEN_LOOKS.toMillis());
        }
    }

    /** What must be there once everything is ready. */
    static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("asked for before it was ready");
        }
        return value;
    }

    private static double seconds(long nanos) {
        return Duration.ofNanos(nanos).toMillis() / 1_000.0;
    }
}
