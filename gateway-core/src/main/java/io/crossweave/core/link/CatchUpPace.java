package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;

/**
 * How fast the lanes of one tier of a link may send in the background. What a destination has missed goes no faster than it can be taken in
 * beside what is new, so that its intake holds no long queue in front of live traffic (L17). Shared by the lanes of one thread.
 */
public final class CatchUpPace {
    private static final long MS_PER_SECOND = 1_000;

    private final long bytesPerSecond;
    private final long unconfirmedMax;
    private long budget;
    private long refilledMs;
    private long unconfirmed;

    public CatchUpPace() {
        this(Limits.CATCH_UP_BYTES_PER_SECOND, Limits.CATCH_UP_UNCONFIRMED_BYTES_MAX);
    }

    /**
     * A pace with bounds of its own.
     *
     * @param unconfirmedMax bytes under way at which sending stops until some are confirmed
     */
    CatchUpPace(long bytesPerSecond, long unconfirmedMax) {
        this.bytesPerSecond = bytesPerSecond;
        this.unconfirmedMax = unconfirmedMax;
        this.budget = budgetMax();
    }

    private long budgetMax() {
        return bytesPerSecond * Limits.CATCH_UP_BURST_MS / MS_PER_SECOND;
    }

    /** Whether something may be sent now; one large item puts the budget into debt rather than wait for ever. */
    boolean mayGo(long nowMs) {
        if (nowMs > refilledMs) {
            long elapsedMs = Math.min(nowMs - refilledMs, MS_PER_SECOND);
            budget = Math.min(budgetMax(), budget + bytesPerSecond * elapsedMs / MS_PER_SECOND);
            refilledMs = nowMs;
        }
        return budget > 0 && hasRoom();
    }

    private boolean hasRoom() {
        return unconfirmed < unconfirmedMax;
    }

    /** Something that weighs so much was taken to be sent. */
    void spend(long bytes) {
        budget -= bytes;
        unconfirmed += bytes;
    }

    /** Of what was sent so much is confirmed. */
    void confirmed(long bytes) {
        unconfirmed -= bytes;
    }

    /** When the budget allows the next item; far ahead where only a confirmation helps. */
    long dueMs() {
        if (!hasRoom()) {
            return Long.MAX_VALUE;
        }
        return budget > 0 ? refilledMs : refilledMs + 1 - budget * MS_PER_SECOND / bytesPerSecond;
    }
}
