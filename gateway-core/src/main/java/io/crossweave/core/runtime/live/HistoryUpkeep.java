package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.Horizon;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.PolicyRows;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks through all contexts again and again, one after the other, and has their lanes tidy history that is older than it has to be kept
 * (L16). In the background: it waits for each part before it asks for the next.
 */
final class HistoryUpkeep implements Runnable {
    private static final int CONTEXTS_OF_A_PART = 128;
    private static final long PAUSE_MS = 100;
    /** A lane that is stopping answers no more. */
    private static final long ANSWER_MS_MAX = 30_000;

    private final PolicyRows contexts;
    private final Predicate<ContextKey> isServed;
    private final LogTrimming.Lanes lanes;
    private final LiveClock clock;
    private final Function<ContextKey, Horizon> horizons;
    private final long historyMs;
    private final Consumer<Throwable> fail;
    private final BlockingQueue<AfterCommit.Tidied> answers = new ArrayBlockingQueue<>(1);

    /**
     * @param isServed whether the type of a context is configured here
     * @param horizons how far is heard of the peers
     * @param historyMs for how long history is kept
     */
    HistoryUpkeep(
            PolicyRows contexts,
            Predicate<ContextKey> isServed,
            LogTrimming.Lanes lanes,
            LiveClock clock,
            Function<ContextKey, Horizon> horizons,
            long historyMs,
            Consumer<Throwable> fail) {
        this.contexts = contexts;
        this.isServed = isServed;
        this.lanes = lanes;
        this.clock = clock;
        this.horizons = horizons;
        this.historyMs = historyMs;
        this.fail = fail;
    }

    /** A lane has tidied a part; never waits. */
    void tidied(AfterCommit.Tidied answer) {
        // Where there is no room nobody waits for it any more.
        if (!answers.offer(answer)) {
            answers.clear();
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                lookThrough();
                Thread.sleep(Math.min(Limits.TIDY_MS, Math.max(1_000, historyMs)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void lookThrough() throws InterruptedException {
        @Nullable ContextKey after = null;
        List<PolicyRows.Context> page = contexts.contexts(null, CONTEXTS_OF_A_PART);
        while (!page.isEmpty()) {
            for (PolicyRows.Context context : page) {
                if (isServed.test(context.key())) {
                    tidy(context.key());
                }
                after = context.key();
            }
            // Contexts that are looked at push others out of their lanes' memory.
            Thread.sleep(PAUSE_MS);
            page = contexts.contexts(after, CONTEXTS_OF_A_PART);
        }
    }

    private void tidy(ContextKey key) throws InterruptedException {
        Optional<LaneInput.Tidy> next =
                Optional.of(new LaneInput.Tidy(key, clock.nowMs() - historyMs, horizons.apply(key)));
        while (next.isPresent()) {
            answers.clear();
            lanes.put(key.shard(), next.get());
            AfterCommit.Tidied answer = answers.poll(ANSWER_MS_MAX, TimeUnit.MILLISECONDS);
            next = answer == null || !answer.key().equals(key) ? Optional.empty() : answer.rest();
        }
    }
}
