package io.crossweave.simulator.store;

import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk: an ordered map of bytes, and a tail of batches that are not synced yet. Nothing of the tail is seen or told before it is synced;
 * a crash keeps any part of its beginning.
 */
public final class SimulatedStore implements ContextStore {
    private record Unsynced(WriteBatch batch, Consumer<CommitOutcome> done) {}

    private static final byte ENTRIES = 'e';
    private static final int REMOVED_MAX = 256;

    private final NavigableMap<byte[], byte[]> synced;
    /** Entries that were removed, for a disk that brings one back. */
    private final List<Map.Entry<byte[], byte[]>> removed;

    private final List<Unsynced> tail = new ArrayList<>();
    private final Runnable wantsSync;
    private boolean atOnce = true;
    private long commits;

    /**
     * @param wantsSync called when there is something to sync
     */
    public SimulatedStore(Runnable wantsSync) {
        this(new TreeMap<>(Arrays::compareUnsigned), new ArrayList<>(), wantsSync);
    }

    private SimulatedStore(
            NavigableMap<byte[], byte[]> synced, List<Map.Entry<byte[], byte[]>> removed, Runnable wantsSync) {
        this.synced = synced;
        this.removed = removed;
        this.wantsSync = wantsSync;
    }

    /** From now on a commit is durable only at the next {@link #sync}; before, while a site starts, it is at once. */
    public void syncOnDemand() {
        atOnce = false;
    }

    /** Batches that a crash may lose. */
    public int unsynced() {
        return tail.size();
    }

    /** What is found after a crash that kept the first batches of the tail. */
    public SimulatedStore crashed(int kept) {
        for (Unsynced unsynced : tail.subList(0, kept)) {
            write(unsynced.batch());
        }
        var found = new SimulatedStore(synced, removed, wantsSync);
        found.commits = commits;
        return found;
    }

    /** What is on the disk now, on another one. */
    public SimulatedStore copy() {
        var copied = new TreeMap<byte[], byte[]>(Arrays::compareUnsigned);
        copied.putAll(synced);
        var copy = new SimulatedStore(copied, new ArrayList<>(removed), wantsSync);
        copy.commits = commits;
        return copy;
    }

    /** Makes durable all that was committed so far, then tells so. */
    public void sync() {
        List<Unsynced> now = List.copyOf(tail);
        tail.clear();
        now.forEach(unsynced -> write(unsynced.batch()));
        now.forEach(unsynced -> unsynced.done().accept(CommitOutcome.COMMITTED));
    }

    private void remember(byte[] key, byte @Nullable [] value) {
        if (key[0] == ENTRIES && value != null && removed.size() < REMOVED_MAX) {
            removed.add(Map.entry(key, value));
        }
    }

    @Override
    public void commit(WriteBatch batch, Consumer<CommitOutcome> done) {
        tail.add(new Unsynced(batch, done));
        if (atOnce) {
            sync();
        } else if (tail.size() == 1) {
            wantsSync.run();
        }
    }

    private void write(WriteBatch batch) {
        commits++;
        for (WriteBatch.Write write : batch.writes()) {
            byte[] value = write.value();
            if (value == null) {
                remember(write.key(), synced.remove(write.key()));
            } else {
                synced.put(write.key(), value);
            }
        }
    }

    /** A row of an entry is lost, or changed, or one that was removed is back; false where there is none. */
    public boolean damage(SplittableRandom random) {
        var entries = new ArrayList<>(
                synced.subMap(new byte[] {ENTRIES}, new byte[] {ENTRIES + 1}).keySet());
        int kind = random.nextInt(3);
        if (kind == 0 && !removed.isEmpty()) {
            Map.Entry<byte[], byte[]> back = removed.get(random.nextInt(removed.size()));
            synced.putIfAbsent(back.getKey(), back.getValue());
            return true;
        }
        if (entries.isEmpty()) {
            return false;
        }
        byte[] row = entries.get(random.nextInt(entries.size()));
        if (kind == 1) {
            synced.remove(row);
        } else {
            synced.computeIfPresent(row, (key, value) -> flipped(value, random.nextInt(value.length)));
        }
        return true;
    }

    private static byte[] flipped(byte[] value, int at) {
        byte[] flipped = value.clone();
        flipped[at] ^= 0x10;
        return flipped;
    }

    @Override
    public long commits() {
        return commits;
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
        byte[] value = synced.get(key);
        return value == null ? null : value.clone();
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit) {
        if (Arrays.compareUnsigned(from, to) >= 0) {
            return;
        }
        for (Map.Entry<byte[], byte[]> pair : synced.subMap(from, to).entrySet()) {
            if (!visit.test(pair.getKey().clone(), pair.getValue().clone())) {
                return;
            }
        }
    }

    @Override
    public long sizeBytes() {
        long bytes = 0;
        for (Map.Entry<byte[], byte[]> pair : synced.entrySet()) {
            bytes += pair.getKey().length + pair.getValue().length;
        }
        return bytes;
    }

    @Override
    public void close() {
        sync();
    }
}
