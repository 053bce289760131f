package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.ContextStore;
import java.util.function.Consumer;

/** What a site does again and again: reserves time for its clock, and looks whether its store still has room for publishers. */
final class SiteUpkeep implements Runnable {
    private static final int ROUNDS_PER_LOOK = 5;

    private final ContextStore store;
    private final LiveClock clock;
    private final long storeBytesMax;
    private final Consumer<AfterCommit> alarm;
    private final Consumer<Throwable> fail;
    private volatile boolean full;
    private int rounds;

    /**
     * @param storeBytesMax size of the store from which on publishers are turned away
     */
    SiteUpkeep(
            long storeBytesMax,
            ContextStore store,
            LiveClock clock,
            Consumer<AfterCommit> alarm,
            Consumer<Throwable> fail) {
        this.storeBytesMax = storeBytesMax;
        this.store = store;
        this.clock = clock;
        this.alarm = alarm;
        this.fail = fail;
        this.full = store.sizeBytes() >= storeBytesMax;
    }

    /** Whether publishers are to be turned away: nothing of the log may be dropped, so nothing more may come in (L12). */
    boolean isFull() {
        return full;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                SiteIdentity.reserve(store, clock);
                if (rounds++ % ROUNDS_PER_LOOK == 0) {
                    lookAtClock();
                    lookAtStore();
                }
                Thread.sleep(Limits.CLOCK_NOTE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void lookAtClock() {
        long stepMs = clock.unconfirmedStepMs();
        if (stepMs != 0) {
            alarm.accept(
                    new AfterCommit.Alarm("clock step", "the wall clock is off by " + stepMs + " ms; not followed"));
        }
    }

    private void lookAtStore() {
        long bytes = store.sizeBytes();
        full = bytes >= storeBytesMax;
        if (full) {
            alarm.accept(new AfterCommit.Alarm(
                    "store full", bytes + " bytes reach the limit of " + storeBytesMax + ": publishers get 503"));
        }
    }
}
