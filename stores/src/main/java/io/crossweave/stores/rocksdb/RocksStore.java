package io.crossweave.stores.rocksdb;

import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.RocksDBException;

/**
 * A {@link ContextStore} in one directory of a local disk, for one process.
 *
 * <p><b>Guarantee.</b> What was acknowledged is there when the store is opened again, or it does not open: a batch is acknowledged once
 * its group is synced and the witness knows its number. Opening refuses, with a {@link StoreUnusableException},
 * <ul>
 *   <li>a log that lost acknowledged groups at its end, whether cut, emptied, or ended early by a flipped bit that the engine takes for the
 *       trace of a crash (the witness knows a higher number);
 *   <li>a group missing between others, or files of different times put together (the chain doesn't meet, or the witness knows another
 *       hash);
 *   <li>what the engine itself finds: wrong checksums in the log, missing or cut files.
 * </ul>
 * A torn last group that was never acknowledged is dropped. Not found on opening: damage inside table files, which the engine finds when
 * the block is read (the read then throws), and, after a power failure only, the loss of those latest groups that the witness had not yet
 * synced.
 */
public final class RocksStore implements ContextStore {
    private final Path directory;
    private final RocksEngine engine;
    private final Witness witness;
    private final GroupCommitter committer;
    /** Reads hold it shared; closing takes it alone, because the engine's memory is freed under whoever still reads. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;
    /** Only the committer's thread touches it once it runs. */
    private CommitMark last;

    private volatile long commits;
    private final Optional<String> lack;

    private RocksStore(Path directory, RocksEngine engine, Witness witness, CommitMark last, Optional<String> lack) {
        this.lack = lack;
        this.directory = directory;
        this.engine = engine;
        this.witness = witness;
        this.last = last;
        this.commits = last.number();
        this.committer = new GroupCommitter("store-" + directory.getFileName(), this::write);
    }

    /** Opens the store of a directory, which is made where it is absent, and closed to all users but this process's own. */
    public static RocksStore open(Path directory) {
        return open(directory, directory);
    }

    /**
     * The same with the witness in another directory, best on another volume: then an old copy of the store that somebody put in its place,
     * and a store that is gone, are found as well.
     */
    public static RocksStore open(Path directory, Path witnessDirectory) {
        RocksStore store = openLacking(directory, witnessDirectory);
        Optional<String> lack = store.lack();
        if (lack.isPresent()) {
            store.close();
            refuse(directory, lack);
        }
        return store;
    }

    /**
     * The same where something can be done about commits that the witness knows of and the database lacks: {@link #lack} tells of them. With
     * the next commits the witness forgets them, so whoever opens it makes that durable first.
     */
    public static RocksStore openLacking(Path directory, Path witnessDirectory) {
        try {
            Files.createDirectories(directory);
            Files.createDirectories(witnessDirectory);
            keepPrivate(directory);
            loadLibrary(directory);
            Path database = directory.resolve("rocksdb");
            Witness witness = Witness.open(directory, database, witnessDirectory.resolve("witness"));
            try {
                RocksStore store = open(directory, new RocksEngine(database), witness);
                store.committer.start();
                return store;
            } catch (RocksDBException | RuntimeException e) {
                witness.close();
                throw e;
            }
        } catch (IOException | RocksDBException e) {
            throw new StoreUnusableException(directory, "it can't be opened: " + e.getMessage(), e);
        }
    }

    /** The database's own files are made readable for all, and hold contexts in clear. */
    private static void keepPrivate(Path directory) throws IOException {
        var posix = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (posix != null) {
            posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Unpacked beside the data, not into the system's temporary folder, where each killed process would leave a copy behind. */
    private static void loadLibrary(Path directory) throws IOException {
        Path unpacked = Files.createDirectories(directory.resolve("native"));
        NativeLibraryLoader.getInstance().loadLibrary(unpacked.toString());
    }

    private static RocksStore open(Path directory, RocksEngine engine, Witness witness) throws RocksDBException {
        try {
            var chain = new CommitChain();
            engine.scanChain((key, row) -> {
                refuse(directory, chain.add(key, row));
                return true;
            });
            refuse(directory, chain.damage(witness.acknowledged()));
            Optional<String> lack = witness.gone()
                    .map(gone -> "its database is missing, and " + gone.number() + " commits were acknowledged")
                    .or(() -> chain.lack(witness.acknowledged()));
            return new RocksStore(directory, engine, witness, chain.last(), lack);
        } catch (RocksDBException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private static void refuse(Path directory, Optional<String> fault) {
        fault.ifPresent(reason -> {
            throw new StoreUnusableException(
                    directory,
                    "it is damaged: " + reason + ". The site does not start on it; restore or replace the directory");
        });
    }

    private void write(List<WriteBatch> group) throws IOException {
        CommitMark mark = last.next(group);
        try {
            engine.write(group, CommitChain.key(mark), CommitChain.row(last, mark));
        } catch (RocksDBException e) {
            throw new IOException("store " + directory + ": commit " + mark.number() + " failed: " + e.getMessage(), e);
        }
        witness.acknowledge(mark);
        last = mark;
        commits = mark.number();
    }

    @Override
    public void commit(WriteBatch batch, Consumer<CommitOutcome> done) {
        committer.commit(batch, done);
    }

    /** What the witness knows of and the database lacked when it was opened, in words; empty where it lacked nothing. */
    public Optional<String> lack() {
        return lack;
    }

    @Override
    public long commits() {
        return commits;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        use.readLock().lock();
        try {
            requireOpen();
            return engine.get(key);
        } catch (RocksDBException e) {
            throw new StoreUnusableException(directory, "a read failed: " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit) {
        use.readLock().lock();
        try {
            requireOpen();
            if (Arrays.compareUnsigned(from, to) < 0) {
                engine.scan(from, to, visit);
            }
        } catch (RocksDBException e) {
            throw new StoreUnusableException(directory, "a scan failed: " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public long sizeBytes() {
        use.readLock().lock();
        try {
            requireOpen();
            return engine.sizeBytes();
        } catch (RocksDBException e) {
            throw new StoreUnusableException(directory, "its size can't be read: " + e.getMessage(), e);
        } finally {
            use.readLock().unlock();
        }
    }

    /** What group commit has done so far; not to be asked of a closed store. */
    public CommitCounts counts() {
        use.readLock().lock();
        try {
            requireOpen();
            return committer.counts(engine.syncs(), engine.logBytes());
        } finally {
            use.readLock().unlock();
        }
    }

    @Override
    public void close() {
        // Callbacks read the store, so they are all done before the lock is taken.
        committer.close();
        use.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            engine.close();
            witness.close();
        } catch (IOException e) {
            throw new StoreUnusableException(directory, "its witness can't be closed: " + e.getMessage(), e);
        } finally {
            use.writeLock().unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
