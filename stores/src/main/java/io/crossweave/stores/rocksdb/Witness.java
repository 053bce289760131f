package io.crossweave.stores.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The last acknowledged commit, in a small file beside the database or on another volume, and the lock that keeps a second process away from both.
 *
 * <p>It is written after each group's sync and before its callbacks, into two slots in turn, and itself synced only now and then: killing
 * the process loses nothing of it, a power failure at most its latest {@link #GROUPS_PER_SYNC} groups. So it never claims a commit that
 * was not durable, and always claims nearly all that were.
 *
 * <p>Slot: magic (4), version (1), number (8), hash (16), CRC-32C over these (4).
 */
final class Witness implements AutoCloseable {
    static final int GROUPS_PER_SYNC = 256;

    private static final int MAGIC = 0x43575754; // CWWT
    private static final byte VERSION = 1;
    private static final int SLOT_BYTES = Integer.BYTES + 1 + Long.BYTES + CommitMark.HASH_BYTES + Integer.BYTES;
    /** Slots lie in different disk blocks: a torn write hits one of them. */
    private static final int SLOT_DISTANCE = 4_096;

    private final FileChannel file;
    private CommitMark acknowledged;
    /** What an earlier database had acknowledged that is not there any more; null where there is none. */
    private final @Nullable CommitMark gone;

    private Witness(FileChannel file, CommitMark acknowledged, @Nullable CommitMark gone) {
        this.file = file;
        this.gone = gone;
        this.acknowledged = acknowledged;
    }

    /** Opens the witness of a store directory, and makes it where there is no database yet. */
    static Witness open(Path directory, Path database, Path path) throws IOException {
        boolean hasDatabase = Files.exists(database);
        if (hasDatabase && !Files.exists(path)) {
            throw new StoreUnusableException(
                    directory,
                    "its file 'witness' is missing (" + path
                            + "), and without it nobody can tell whether commits are lost");
        }
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            lock(directory, file);
            if (hasDatabase) {
                return new Witness(file, read(directory, file), null);
            }
            CommitMark left = newest(file);
            if (left != null && left.number() > 0) {
                // It stays as it is: the next commits replace it.
                return new Witness(file, CommitMark.NONE, left);
            }
            begin(path, file);
            return new Witness(file, CommitMark.NONE, null);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The lock is the operating system's: it ends with the process, however that ends. */
    private static void lock(Path directory, FileChannel file) throws IOException {
        FileLock lock;
        try {
            lock = file.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new StoreUnusableException(directory, "it is already open in this process", e);
        }
        if (lock == null) {
            throw new StoreUnusableException(directory, "it is in use by another process");
        }
    }

    private static void begin(Path path, FileChannel file) throws IOException {
        file.write(slot(CommitMark.NONE), 0);
        file.force(true);
        try (FileChannel entry = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    private static CommitMark read(Path directory, FileChannel file) throws IOException {
        CommitMark newest = newest(file);
        if (newest == null) {
            throw new StoreUnusableException(directory, "its file 'witness' is damaged");
        }
        return newest;
    }

    private static @Nullable CommitMark newest(FileChannel file) throws IOException {
        CommitMark even = slot(file, 0);
        CommitMark odd = slot(file, SLOT_DISTANCE);
        if (even == null || odd == null) {
            return even == null ? odd : even;
        }
        return even.number() > odd.number() ? even : odd;
    }

    private static @Nullable CommitMark slot(FileChannel file, long position) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        while (slot.hasRemaining()) {
            if (file.read(slot, position + slot.position()) < 0) {
                return null;
            }
        }
        slot.flip();
        if (slot.getInt(SLOT_BYTES - Integer.BYTES) != checksum(slot)
                || slot.getInt() != MAGIC
                || slot.get() != VERSION) {
            return null;
        }
        long number = slot.getLong();
        byte[] hash = new byte[CommitMark.HASH_BYTES];
        slot.get(hash);
        return new CommitMark(number, hash);
    }

    private static ByteBuffer slot(CommitMark mark) {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES)
                .putInt(MAGIC)
                .put(VERSION)
                .putLong(mark.number())
                .put(mark.hash());
        return slot.putInt(checksum(slot)).flip();
    }

    private static int checksum(ByteBuffer slot) {
        var crc = new CRC32C();
        crc.update(slot.slice(0, SLOT_BYTES - Integer.BYTES));
        return (int) crc.getValue();
    }

    CommitMark acknowledged() {
        return acknowledged;
    }

    /** What was acknowledged of a database that is missing; empty where none is. */
    Optional<CommitMark> gone() {
        return Optional.ofNullable(gone);
    }

    void acknowledge(CommitMark mark) throws IOException {
        ByteBuffer slot = slot(mark);
        long position = mark.number() % 2 * SLOT_DISTANCE;
        while (slot.hasRemaining()) {
            file.write(slot, position + slot.position());
        }
        if (mark.number() % GROUPS_PER_SYNC == 0) {
            file.force(false);
        }
        acknowledged = mark;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            file.force(false);
        }
    }
}
