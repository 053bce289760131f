package io.crossweave.simulator.time;

import io.crossweave.simulator.trace.Trace;
import java.util.PriorityQueue;

/**
 * The one queue of a run: what is to happen, ordered by (virtual time, order of scheduling). Nothing else decides what comes next, so a
 * run is a function of its seed.
 */
public final class Schedule {
    private record Entry(long atMs, long sequence, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atMs, other.atMs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final Trace trace;
    private long nowMs;
    private long sequence;

    public Schedule(long startMs, Trace trace) {
        this.nowMs = startMs;
        this.trace = trace;
    }

    public long nowMs() {
        return nowMs;
    }

    public void after(long delayMs, Runnable action) {
        entries.add(new Entry(nowMs + delayMs, ++sequence, action));
    }

    /** Lets everything happen that is due before a time, which is now afterwards. */
    public void runUntil(long untilMs) {
        Entry next = entries.peek();
        while (next != null && next.atMs() < untilMs) {
            entries.poll();
            // Later than its time after a jump.
            nowMs = Math.max(nowMs, next.atMs());
            trace.note(nowMs ^ (next.sequence() << 20));
            next.action().run();
            next = entries.peek();
        }
        nowMs = Math.max(nowMs, untilMs);
    }

    /** Time passes at once: what was due meanwhile happens late, in its order. */
    public void jump(long ms) {
        nowMs += ms;
    }
}
