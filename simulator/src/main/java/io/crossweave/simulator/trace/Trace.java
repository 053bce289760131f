package io.crossweave.simulator.trace;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What happened in one run, in order: always as a hash, by which two runs of one seed are compared, and line by line for whoever listens.
 */
public final class Trace {
    private static final long PRIME = 0x100000001b3L;

    private final Consumer<String> listener;
    private final boolean told;
    private long hash = 0xcbf29ce484222325L;
    private long steps;

    private Trace(Consumer<String> listener, boolean told) {
        this.listener = listener;
        this.told = told;
    }

    /** A trace that is only hashed. */
    public static Trace silent() {
        return new Trace(line -> {}, false);
    }

    /** A trace whose lines are told as they come. */
    public static Trace toldTo(Consumer<String> listener) {
        return new Trace(listener, true);
    }

    public void note(long value) {
        hash = (hash ^ value) * PRIME;
        hash ^= hash >>> 29;
        steps++;
    }

    public void note(byte[] bytes) {
        note(((long) bytes.length << 32) ^ Arrays.hashCode(bytes));
    }

    /** A line for a reader. It is made only where somebody listens, so it must change nothing. */
    public void tell(long nowMs, String who, Supplier<String> what) {
        if (told) {
            listener.accept("%9d %s %s".formatted(nowMs, who, what.get()));
        }
    }

    /** A number that is equal for equal runs. */
    public long hash() {
        return hash;
    }

    /** How many values the hash is of. */
    public long steps() {
        return steps;
    }
}
