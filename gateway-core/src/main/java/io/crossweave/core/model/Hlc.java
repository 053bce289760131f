package io.crossweave.core.model;

/**
 * A hybrid logical clock value (Kulkarni et al., "Logical Physical Clocks", 2014): milliseconds since the epoch in the upper 48 bits,
 * logical ticks in the lower 16. It orders concurrent events and dates them; it never decides causality (L7).
 */
public record Hlc(long packed) implements Comparable<Hlc> {
    public static final Hlc ZERO = new Hlc(0);
    private static final int LOGICAL_BITS = 16;

    public Hlc {
        if (packed < 0) {
            throw new IllegalArgumentException("hybrid clock value " + packed + " is negative");
        }
    }

    public static Hlc ofMillis(long epochMillis) {
        return new Hlc(Math.multiplyExact(epochMillis, 1L << LOGICAL_BITS));
    }

    public long millis() {
        return packed >>> LOGICAL_BITS;
    }

    /** One tick later; a full logical part carries into the next millisecond. */
    public Hlc tick() {
        return new Hlc(packed + 1);
    }

    public Hlc max(Hlc other) {
        return packed >= other.packed ? this : other;
    }

    @Override
    public int compareTo(Hlc other) {
        return Long.compare(packed, other.packed);
    }

    @Override
    public String toString() {
        return millis() + "." + (packed & ((1 << LOGICAL_BITS) - 1));
    }
}
