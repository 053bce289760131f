package io.crossweave.core.reconcile;

/**
 * A hash of a set of entries that grows and shrinks entry by entry: the sum, modulo 2^128, of a keyed pseudorandom number for each. The
 * order does not matter, and the hash of two sets without a common entry is the sum of theirs.
 *
 * <p>This is MSet-Add-Hash of Clarke, Devadas, van Dijk, Gassend and Suh, "Incremental Multiset Hash Functions and Their Application to
 * Memory Integrity Checking" (2003): without the key nobody can find two sets of the same hash but by chance. Adding is a carry; sums
 * without a key would need thousands of bits or points of a curve to be as safe, for every context.
 *
 * @param high the upper 64 bits
 * @param low the lower 64 bits
 */
public record SetHash(long high, long low) {
    /** Bytes of a set hash. */
    public static final int BYTES = 2 * Long.BYTES;

    /** Of the empty set. */
    public static final SetHash ZERO = new SetHash(0, 0);

    public SetHash plus(SetHash other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new SetHash(high + other.high + carry, sum);
    }

    public SetHash minus(SetHash other) {
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new SetHash(high - other.high - borrow, low - other.low);
    }

    public boolean isZero() {
        return high == 0 && low == 0;
    }
}
