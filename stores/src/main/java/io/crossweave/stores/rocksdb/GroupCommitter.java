package io.crossweave.stores.rocksdb;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.WriteBatch;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes: it takes all batches that wait, up to a size, and has them written and synced as one group. While one group
 * is synced the next one gathers, so the more callers there are the fewer syncs each of them costs, and a lone caller never waits for
 * company.
 */
final class GroupCommitter {
    /** Writes a group atomically; it is durable when this returns. */
    interface GroupWriter {
        void write(List<WriteBatch> group) throws IOException;
    }

    private record Pending(WriteBatch batch, Consumer<CommitOutcome> done) {}

    private final GroupWriter writer;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean closing;
    private long groups;
    private long batches;
    /** Only the committer's thread touches it. */
    private @Nullable Throwable failure;

    GroupCommitter(String name, GroupWriter writer) {
        this.writer = writer;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void commit(WriteBatch batch, Consumer<CommitOutcome> done) {
        lock.lock();
        try {
            while (!closing && isFullFor(batch)) {
                if (Thread.currentThread().equals(thread)) {
                    throw new IllegalStateException("a commit's callback waits for the thread that it runs on");
                }
                drained.awaitUninterruptibly();
            }
            if (closing) {
                throw new IllegalStateException("the store is closed");
            }
            queue.add(new Pending(batch, done));
            queuedBytes += batch.bytes();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFullFor(WriteBatch batch) {
        return queue.size() >= Limits.STORE_QUEUE_BATCHES_MAX
                || (!queue.isEmpty() && queuedBytes + batch.bytes() > Limits.STORE_QUEUE_BYTES_MAX);
    }

    private void run() {
        for (List<Pending> group = next(); !group.isEmpty(); group = next()) {
            CommitOutcome outcome = write(group);
            for (Pending pending : group) {
                tell(pending, outcome);
            }
        }
    }

    /** The next group in the order of the calls; empty once the store closes and nothing waits any more. */
    private List<Pending> next() {
        lock.lock();
        try {
            while (queue.isEmpty() && !closing) {
                filled.awaitUninterruptibly();
            }
            var group = new ArrayList<Pending>();
            long bytes = 0;
            while (!queue.isEmpty()
                    && (group.isEmpty() || bytes + queue.element().batch().bytes() <= Limits.STORE_GROUP_BYTES_MAX)) {
                Pending pending = queue.remove();
                bytes += pending.batch().bytes();
                group.add(pending);
            }
            queuedBytes -= bytes;
            drained.signalAll();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private CommitOutcome write(List<Pending> group) {
        if (failure == null) {
            try {
                writer.write(group.stream().map(Pending::batch).toList());
                count(group.size());
                return CommitOutcome.COMMITTED;
            } catch (IOException | RuntimeException | Error e) {
                // Whether the group is durable is not known, and nothing may be written after it: a later group that
                // succeeds
                // would be acknowledged above a hole.
                failure = e;
            }
        }
        return new CommitOutcome.Unknown(failure);
    }

    private void tell(Pending pending, CommitOutcome outcome) {
        try {
            pending.done().accept(outcome);
        } catch (RuntimeException | Error e) {
            // A lane that did not take its outcome is in no known state, so the store takes nothing more from anyone.
            failure = e;
        }
    }

    private void count(int batchesOfGroup) {
        lock.lock();
        try {
            groups++;
            batches += batchesOfGroup;
        } finally {
            lock.unlock();
        }
    }

    CommitCounts counts(long syncs, long logBytes) {
        lock.lock();
        try {
            return new CommitCounts(batches, groups, syncs, logBytes);
        } finally {
            lock.unlock();
        }
    }

    /** Finishes what waits, and ends the thread. */
    void close() {
        lock.lock();
        try {
            closing = true;
            filled.signal();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // Leaving now would free the engine below a write that is under way.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
