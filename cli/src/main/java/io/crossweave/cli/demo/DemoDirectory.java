package io.crossweave.cli.demo;

import io.crossweave.cli.CommandFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's folder. One demo at a time has it, by a lock that ends with its process.
 *
 * <pre>
 * demo.json                   where it runs; there only while it does
 * keys/                       of the sites, and of tokens
 * config/                     context types and policy
 * logs/NAME.log               what each child printed since the demo started
 * clouds/REGION/              a cloud's broker
 * sites/REGION/               a site's settings (config/application.properties) and its store
 * </pre>
 */
public record DemoDirectory(Path root) {
    private static final String LOCK = "demo.lock";

    Path state() {
        return root.resolve("demo.json");
    }

    /** The keys of sites, and of tokens. */
    public Path keys() {
        return root.resolve("keys");
    }

    Path config() {
        return root.resolve("config");
    }

    Path log(String name) {
        return root.resolve("logs").resolve(name + ".log");
    }

    Path cloud(String region) {
        return root.resolve("clouds").resolve(region);
    }

    Path site(String region) {
        return root.resolve("sites").resolve(region);
    }

    /** Held while a demo runs here. */
    static final class Lock implements AutoCloseable {
        private final FileChannel channel;

        private Lock(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Whether another process runs a demo here. Creates nothing. */
    boolean isInUse() throws IOException {
        if (!Files.exists(root.resolve(LOCK))) {
            return false;
        }
        Lock lock = tryLock();
        if (lock == null) {
            return true;
        }
        lock.close();
        return false;
    }

    Lock lock() throws IOException {
        Files.createDirectories(root);
        Lock lock = tryLock();
        if (lock == null) {
            throw inUse();
        }
        return lock;
    }

    CommandFailure inUse() {
        String pid = DemoState.read(this)
                .map(state -> " (pid " + state.launcherPid() + ")")
                .orElse("");
        return new CommandFailure(
                "a demo already runs on " + root + pid + ": stop it, or name another folder by --data");
    }

    private @Nullable Lock tryLock() throws IOException {
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new Lock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process, which is no different.
        }
        channel.close();
        return null;
    }

    /** Removes all but the lock, from a folder that is seen to be a demo's. */
    void empty() throws IOException {
        for (Path entry : entries(root)) {
            if (!entry.equals(root.resolve(LOCK))) {
                remove(entry);
            }
        }
    }

    /** Fails for a folder with content that no demo has made: {@code --fresh} must not empty somebody's home. */
    void requireOwn() throws IOException {
        if (Files.isDirectory(root)
                && !Files.exists(root.resolve(LOCK))
                && !entries(root).isEmpty()) {
            throw new CommandFailure(root + " is not empty and no demo has run there: name another folder by --data");
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void remove(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
