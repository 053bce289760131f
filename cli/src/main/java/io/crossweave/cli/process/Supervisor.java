package io.crossweave.cli.process;

import io.crossweave.cli.process.ChildCommand.Role;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps children alive until it is closed, and then ends them all. */
public final class Supervisor implements AutoCloseable {
    /** A child that was ended together with its parent, as by Ctrl-C, is not to be reported as dead. */
    private static final Duration PARENT_FIRST = Duration.ofMillis(300);

    /** A site takes 5 s to finish what it has begun. */
    private static final Duration TERMINATION = Duration.ofSeconds(10);

    private final Consumer<String> notices;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Object lock = new Object();
    private final SortedMap<String, Child> children = new TreeMap<>();

    /** @param notices what happens to children, in one line each */
    public Supervisor(Consumer<String> notices) {
        this.notices = notices;
    }

    /** Starts a child, which is not started again before {@link #keepAlive}. */
    public Child start(ChildCommand command) throws IOException {
        synchronized (lock) {
            if (isClosing()) {
                throw new IOException("stopping");
            }
            Child child = Child.start(command);
            children.put(command.name(), child);
            return child;
        }
    }

    /** Starts a child that has ended once more. */
    public Child startAgain(Child ended) throws IOException {
        return start(ended.command());
    }

    /** From now on each child that dies is started again. */
    public void keepAlive(Runnable restarted) {
        for (Child child : children()) {
            Thread.ofVirtual().name("watch " + child.name()).start(() -> watch(child, restarted));
        }
    }

    /** Those of now, by name. */
    public List<Child> children() {
        synchronized (lock) {
            return List.copyOf(children.values());
        }
    }

    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Waits until somebody closes this. */
    public void awaitClose() throws InterruptedException {
        closing.await();
    }

    /** Ends sites first, so that they part from their clouds in peace. May be called more than once; returns when all have ended. */
    @Override
    public void close() {
        synchronized (lock) {
            closing.countDown();
        }
        List<Role> lastFirst =
                Arrays.stream(Role.values()).sorted(Comparator.reverseOrder()).toList();
        for (Role role : lastFirst) {
            end(children().stream()
                    .filter(child -> child.command().role() == role)
                    .toList());
        }
    }

    private static void end(List<Child> ending) {
        ending.forEach(Child::terminate);
        long deadline = System.nanoTime() + TERMINATION.toNanos();
        for (Child child : ending) {
            try {
                if (!child.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                    child.kill();
                    child.awaitEnd();
                }
            } catch (InterruptedException e) {
                child.kill();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void watch(Child first, Runnable restarted) {
        var backoff = new Backoff();
        Child child = first;
        try {
            while (true) {
                int code = child.awaitEnd();
                if (isClosingWithin(PARENT_FIRST)) {
                    return;
                }
                Duration wait = backoff.after(child.age());
                notices.accept("%s (pid %d) ended with code %d; it is started again in %d ms"
                        .formatted(child.name(), child.pid(), code, wait.toMillis()));
                child = restart(child.command(), wait, backoff);
                notices.accept("%s is started again with pid %d".formatted(child.name(), child.pid()));
                restarted.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The restarted child; an InterruptedException where this closes first. */
    private Child restart(ChildCommand command, Duration firstWait, Backoff backoff) throws InterruptedException {
        Duration wait = firstWait;
        while (!isClosingWithin(wait)) {
            try {
                return start(command);
            } catch (IOException e) {
                wait = backoff.after(Duration.ZERO);
                notices.accept("%s can't be started (%s); next attempt in %d ms"
                        .formatted(command.name(), e.getMessage(), wait.toMillis()));
            }
        }
        throw new InterruptedException("closing");
    }

    private boolean isClosingWithin(Duration wait) throws InterruptedException {
        return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }
}
