package io.crossweave.cli.replay;

import java.util.concurrent.TimeUnit;

/** Lets events through at a steady rate, whoever sends them. */
final class Pace {
    private final long betweenNanos;
    private long nextNanos = System.nanoTime();

    /** @param eventsPerSecond 0 for as fast as it goes */
    Pace(double eventsPerSecond) {
        this.betweenNanos = eventsPerSecond == 0 ? 0 : Math.round(TimeUnit.SECONDS.toNanos(1) / eventsPerSecond);
    }

    /** Returns when it is the caller's turn. */
    void await() throws InterruptedException {
        if (betweenNanos > 0) {
            TimeUnit.NANOSECONDS.sleep(reserve() - System.nanoTime());
        }
    }

    private synchronized long reserve() {
        // Time in which nobody wanted to send is not made up for.
        nextNanos = Math.max(nextNanos, System.nanoTime());
        long mine = nextNanos;
        nextNanos += betweenNanos;
        return mine;
    }
}
