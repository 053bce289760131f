package io.crossweave.core.spi;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory whose disk obeys the test: {@code commit} makes the batch durable and calls back before it returns, unless commits
 * are held or made to fail. {@link #crashed} shows what a restarted site would find.
 */
public final class MemoryStore implements ContextStore {
    /** Whether a batch of unknown outcome is found after the restart; both happen, so tests try both. */
    public enum UnknownBatch {
        LOST,
        KEPT
    }

    private record Pending(WriteBatch batch, Consumer<CommitOutcome> done) {}

    private record Failure(Throwable cause, UnknownBatch batch) {}

    private final TreeMap<byte[], byte[]> committed = new TreeMap<>(Arrays::compareUnsigned);
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    private @Nullable Failure nextFailure;
    private @Nullable Throwable refusing;
    private int permits = Integer.MAX_VALUE;
    private boolean draining;
    private boolean closed;
    private long sizeBytes;
    private long bytesWritten;
    private long commits;

    /** From now on commits wait for {@link #letThrough} or {@link #resume}. */
    public synchronized void hold() {
        permits = 0;
    }

    /** Lets the next {@code batches} through, those that wait first. */
    public void letThrough(int batches) {
        synchronized (this) {
            permits += batches;
        }
        drain();
    }

    /** Ends a hold: all that waits is committed now. */
    public void resume() {
        synchronized (this) {
            permits = Integer.MAX_VALUE;
        }
        drain();
    }

    /** The next batch to be committed ends in {@link CommitOutcome.Unknown}, and all after it are refused. */
    public synchronized void failNext(Throwable cause, UnknownBatch batch) {
        nextFailure = new Failure(cause, batch);
    }

    /** What a restarted site finds: everything committed, nothing that waits. This store is not changed. */
    public synchronized MemoryStore crashed() {
        var found = new MemoryStore();
        found.committed.putAll(committed);
        found.sizeBytes = sizeBytes;
        found.commits = commits;
        return found;
    }

    /** Batches that wait because of a hold. */
    public synchronized int waiting() {
        return waiting.size();
    }

    @Override
    public synchronized long commits() {
        return commits;
    }

    /** Bytes of keys and values in all batches made durable, what was overwritten later included. */
    public synchronized long bytesWritten() {
        return bytesWritten;
    }

    @Override
    public void commit(WriteBatch batch, Consumer<CommitOutcome> done) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the store is closed");
            }
            waiting.add(new Pending(batch, done));
        }
        drain();
    }

    /** One drain at a time, also when a callback commits: callbacks come in commit order and never inside each other. */
    private void drain() {
        synchronized (this) {
            if (draining) {
                return;
            }
            draining = true;
        }
        for (Pending next = next(); next != null; next = next()) {
            next.done().accept(apply(next.batch()));
        }
    }

    private synchronized @Nullable Pending next() {
        if (waiting.isEmpty() || permits == 0) {
            draining = false;
            return null;
        }
        if (permits != Integer.MAX_VALUE) {
            permits--;
        }
        return waiting.poll();
    }

    private synchronized CommitOutcome apply(WriteBatch batch) {
        if (refusing != null) {
            return new CommitOutcome.Unknown(refusing);
        }
        Failure failure = nextFailure;
        if (failure == null) {
            write(batch);
            return CommitOutcome.COMMITTED;
        }
        refusing = failure.cause();
        if (failure.batch() == UnknownBatch.KEPT) {
            write(batch);
        }
        return new CommitOutcome.Unknown(failure.cause());
    }

    private void write(WriteBatch batch) {
        for (WriteBatch.Write write : batch.writes()) {
            byte[] value = write.value();
            byte[] before = value == null ? committed.remove(write.key()) : committed.put(write.key(), value.clone());
            sizeBytes -= before == null ? 0 : write.key().length + before.length;
            sizeBytes += value == null ? 0 : write.key().length + value.length;
        }
        bytesWritten += batch.bytes();
        commits++;
    }

    @Override
    public synchronized byte @Nullable [] get(byte[] key) {
        requireOpen();
        byte[] value = committed.get(key);
        return value == null ? null : value.clone();
    }

    @Override
    public void scan(byte[] from, byte[] to, BiPredicate<byte[], byte[]> visit) {
        TreeMap<byte[], byte[]> seen = new TreeMap<>(Arrays::compareUnsigned);
        synchronized (this) {
            requireOpen();
            if (Arrays.compareUnsigned(from, to) < 0) {
                seen.putAll(committed.subMap(from, to));
            }
        }
        for (Map.Entry<byte[], byte[]> pair : seen.entrySet()) {
            if (!visit.test(pair.getKey().clone(), pair.getValue().clone())) {
                return;
            }
        }
    }

    @Override
    public synchronized long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void close() {
        resume();
        synchronized (this) {
            closed = true;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }
}
