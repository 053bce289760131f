package io.crossweave.cli.replay;

/**
 * How dialogues are replayed.
 *
 * @param run begins the ids of all contexts of this replay, so that they are new to the sites
 * @param eventsPerSecond 0 for as fast as it goes
 * @param dialoguesMax how many at most
 */
public record ReplayPlan(String run, Order order, double eventsPerSecond, int dialoguesMax) {
    /** Whether a turn waits until its site has seen the one before. */
    public enum Order {
        CAUSAL,
        CONCURRENT
    }
}
