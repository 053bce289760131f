package io.crossweave.stores.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.WriteBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class GroupCommitterTest {
    private final Semaphore syncs = new Semaphore(0);
    private final Semaphore started = new Semaphore(0);
    private final List<Integer> groupSizes = Collections.synchronizedList(new ArrayList<>());
    private final List<CommitOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable IOException diskError;
    private final GroupCommitter committer = new GroupCommitter("test", this::slowWrite);

    GroupCommitterTest() {
        committer.start();
    }

    private void slowWrite(List<WriteBatch> group) throws IOException {
        groupSizes.add(group.size());
        started.release();
        syncs.acquireUninterruptibly();
        IOException error = diskError;
        if (error != null) {
            throw error;
        }
    }

    @AfterEach
    void close() {
        syncs.release(1_000_000);
        committer.close();
    }

    @Test
    void gathersABatchOfEachCallerWhileAGroupIsSynced() {
        committer.commit(batchOf(1), outcomes::add);
        started.acquireUninterruptibly();
        for (int i = 0; i < 100; i++) {
            committer.commit(batchOf(1), outcomes::add);
        }

        syncs.release(2);
        started.acquireUninterruptibly();

        assertThat(groupSizes).containsExactly(1, 100);
    }

    @Test
    void closesAGroupAtItsSize() {
        committer.commit(batchOf(1), outcomes::add);
        started.acquireUninterruptibly();
        int half = (int) Limits.STORE_GROUP_BYTES_MAX / 2;
        for (int i = 0; i < 3; i++) {
            committer.commit(batchOf(half), outcomes::add);
        }

        syncs.release(3);
        started.acquireUninterruptibly(2);

        assertThat(groupSizes).containsExactly(1, 2, 1);
    }

    @Test
    void letsACallerWaitWhileTheQueueIsFullAndABatchBeyondTheBoundInAlone() throws Exception {
        int tooLarge = (int) Limits.STORE_QUEUE_BYTES_MAX + 1;
        committer.commit(batchOf(1), outcomes::add);
        started.acquireUninterruptibly();
        committer.commit(batchOf(tooLarge), outcomes::add);
        var entered = new CountDownLatch(1);
        Thread next = Thread.ofPlatform().start(() -> {
            committer.commit(batchOf(1), outcomes::add);
            entered.countDown();
        });
        awaitWaiting(next);
        assertThat(entered.getCount()).isEqualTo(1);

        syncs.release(1);
        started.acquireUninterruptibly();

        assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
        next.join();
    }

    @Test
    void boundsTheNumberOfWaitingBatches() throws Exception {
        committer.commit(batchOf(1), outcomes::add);
        started.acquireUninterruptibly();
        for (int i = 0; i < Limits.STORE_QUEUE_BATCHES_MAX; i++) {
            committer.commit(new WriteBatch(), outcomes::add);
        }
        Thread next = Thread.ofPlatform().start(() -> committer.commit(new WriteBatch(), outcomes::add));
        awaitWaiting(next);

        syncs.release(1);

        next.join();
    }

    @Test
    void reportsAFailedGroupAndAllAfterItAsUnknownAndWritesNothingMore() {
        committer.commit(batchOf(1), outcomes::add);
        started.acquireUninterruptibly();
        committer.commit(batchOf(1), outcomes::add);
        committer.commit(batchOf(1), outcomes::add);
        diskError = new IOException("no space left on device");

        syncs.release(1);
        committer.close();

        assertThat(groupSizes).containsExactly(1);
        assertThat(outcomes)
                .hasSize(3)
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                CommitOutcome.Unknown.class,
                                unknown -> assertThat(unknown.cause()).hasMessage("no space left on device")));
    }

    @Test
    void refusesFurtherBatchesAfterACallbackThatThrows() {
        committer.commit(batchOf(1), outcome -> {
            throw new IllegalStateException("a bug in a lane");
        });
        started.acquireUninterruptibly();
        committer.commit(batchOf(1), outcomes::add);

        syncs.release(1);
        committer.close();

        assertThat(groupSizes).containsExactly(1);
        assertThat(outcomes).singleElement().isInstanceOf(CommitOutcome.Unknown.class);
    }

    /** Until the thread stands in the committer's queue: it can only go on when a group is taken from it. */
    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static WriteBatch batchOf(int bytes) {
        return new WriteBatch().put(new byte[0], new byte[bytes]);
    }
}
