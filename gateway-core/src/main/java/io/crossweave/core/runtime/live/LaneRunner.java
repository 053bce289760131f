package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A context lane on a virtual thread: drains its bounded queue, steps, waits for the commit, then lets happen what follows. Waiting costs
 * no throughput: what arrives meanwhile becomes the next batch, and the store commits the lanes' batches together.
 */
final class LaneRunner implements Runnable {
    private static final int BATCH_INPUTS_MAX = 256;
    private static final long TICK_MS = 500;

    private final ContextLane lane;
    private final ContextStore store;
    private final LiveClock clock;
    private final Consumer<AfterCommit> follow;
    private final Consumer<Throwable> fail;
    private final BlockingQueue<LaneInput> inputs = new ArrayBlockingQueue<>(Limits.LANE_QUEUE_MAX);
    /** When the step under way began; far ahead between steps. */
    private volatile long stepStartMs = Long.MAX_VALUE;

    LaneRunner(
            ContextLane lane,
            ContextStore store,
            LiveClock clock,
            Consumer<AfterCommit> follow,
            Consumer<Throwable> fail) {
        this.lane = lane;
        this.store = store;
        this.clock = clock;
        this.follow = follow;
        this.fail = fail;
    }

    /** Takes an input if there is room. */
    boolean offer(LaneInput input) {
        return inputs.offer(input);
    }

    /** Takes an input; waits for room: that is the signal to stop fetching. */
    void put(LaneInput input) throws InterruptedException {
        inputs.put(input);
    }

    /**
     * Up to when everything that this lane committed has been handed on, where {@code nowMs} was read before this call. What a step stamps
     * is no older than the clock at its start.
     */
    long handedOnMs(long nowMs) {
        return Math.min(nowMs, stepStartMs) - 1;
    }

    @Override
    public void run() {
        var batch = new ArrayList<LaneInput>();
        long nextTickMs = clock.nowMs() + TICK_MS;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long waitMs = Math.max(0, nextTickMs - clock.nowMs());
                LaneInput first = inputs.poll(waitMs, TimeUnit.MILLISECONDS);
                batch.clear();
                if (first != null) {
                    batch.add(first);
                    inputs.drainTo(batch, BATCH_INPUTS_MAX);
                }
                if (clock.nowMs() >= nextTickMs) {
                    // Also while inputs keep coming: parked events come due by time alone.
                    batch.add(new LaneInput.Tick());
                    nextTickMs = clock.nowMs() + TICK_MS;
                }
                step(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            // A lane that can't go on must not leave others to acknowledge what it lost: the site stops and starts
            // again from its store.
            fail.accept(e);
        }
    }

    private void step(List<LaneInput> batch) throws InterruptedException {
        stepStartMs = clock.nowMs();
        LaneOutput output = lane.step(List.copyOf(batch), clock.nowMs());
        if (!output.batch().isEmpty()) {
            var done = new Handover();
            store.commit(output.batch(), done);
            switch (done.await()) {
                case CommitOutcome.Committed() -> {}
                case CommitOutcome.Unknown(Throwable cause) ->
                    throw new IllegalStateException("a commit ended without an answer", cause);
            }
        }
        output.after().forEach(follow);
        stepStartMs = Long.MAX_VALUE;
    }

    /** Carries a commit's outcome from the committer to the waiting lane. */
    private static final class Handover implements Consumer<CommitOutcome> {
        private final ArrayBlockingQueue<CommitOutcome> outcome = new ArrayBlockingQueue<>(1);

        @Override
        public void accept(CommitOutcome ended) {
            if (!outcome.offer(ended)) {
                throw new IllegalStateException("a commit ended twice");
            }
        }

        CommitOutcome await() throws InterruptedException {
            return outcome.take();
        }
    }
}
