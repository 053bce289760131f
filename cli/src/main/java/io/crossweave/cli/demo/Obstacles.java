package io.crossweave.cli.demo;

import io.crossweave.cli.CommandFailure;
import io.crossweave.cli.process.LoopbackPorts;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** What must not stand in a demo's way. Nothing is changed here. */
final class Obstacles {
    /** Longer than a site or a cloud may take to end after its launcher did. */
    private static final long ORPHAN_END_S = 20;

    private final DemoDirectory directory;

    Obstacles(DemoDirectory directory) {
        this.directory = directory;
    }

    void requireFolder() throws IOException {
        if (directory.isInUse()) {
            throw directory.inUse();
        }
        directory.requireOwn();
    }

    static void requirePorts(DemoPlan plan) {
        List<Integer> taken = plan.ports().stream()
                .filter(port -> !LoopbackPorts.isFree(port))
                .toList();
        if (!taken.isEmpty()) {
            throw new CommandFailure("port " + taken.getFirst()
                    + " is in use by another program: stop it, or choose other ports by --port-base (now "
                    + plan.portBase() + ")");
        }
    }

    /** When a launcher was killed, its children are about to end: until then they hold ports and stores. */
    void awaitOrphans(Consumer<String> progress) throws InterruptedException {
        DemoState last = DemoState.read(directory).orElse(null);
        if (last == null) {
            return;
        }
        LongStream pids = LongStream.concat(
                last.sites().stream().mapToLong(DemoState.RunningSite::pid),
                last.clouds().stream().mapToLong(DemoState.RunningCloud::pid));
        for (long pid : pids.toArray()) {
            ProcessHandle orphan = ProcessHandle.of(pid).filter(this::isOurs).orElse(null);
            if (orphan != null) {
                progress.accept("waiting for process " + pid + " of a demo that was killed to end");
                awaitEnd(orphan);
            }
        }
    }

    private void awaitEnd(ProcessHandle orphan) throws InterruptedException {
        try {
            orphan.onExit().get(ORPHAN_END_S, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new CommandFailure("process " + orphan.pid() + " of an earlier demo on " + directory.root()
                    + " is still running after " + ORPHAN_END_S + " s: end it first");
        }
    }

    /** A process id may have been given to somebody else meanwhile. */
    private boolean isOurs(ProcessHandle process) {
        return process.isAlive()
                && process.info()
                        .commandLine()
                        .filter(line -> line.contains(directory.root().toString()))
                        .isPresent();
    }
}
