package io.crossweave.core.reconcile;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A range of the space of contexts. Contexts are laid out by shard and, within it, by their fingerprint; areas are the whole space, a
 * shard, and what begins with the same digits of the fingerprint, so that an area parts into equal ones and the two sites need not agree
 * on bounds.
 *
 * @param shard the shard, or {@link #ALL_SHARDS} for the whole space
 * @param digits hexadecimal digits of the fingerprint that its contexts have in common, from 0
 * @param prefix the first fingerprint of the area: those digits, then zeros
 */
public record Area(int shard, int digits, long prefix) {
    public static final int ALL_SHARDS = -1;
    public static final Area WHOLE = new Area(ALL_SHARDS, 0, 0);
    public static final int DIGITS_MAX = Long.SIZE / 4;

    private static final int DIGIT_BITS = 4;
    private static final int DIGIT_VALUES = 1 << DIGIT_BITS;

    public Area {
        if (shard < ALL_SHARDS || shard >= Limits.SHARDS || digits < 0 || digits > DIGITS_MAX) {
            throw new IllegalArgumentException("area of shard " + shard + " and " + digits + " digits");
        }
        if ((prefix & restOf(digits)) != 0 || (shard == ALL_SHARDS && digits > 0)) {
            throw new IllegalArgumentException("area that begins within an area");
        }
    }

    /** Bits of a fingerprint behind its first digits. */
    private static long restOf(int digits) {
        return digits == DIGITS_MAX ? 0 : -1L >>> (digits * DIGIT_BITS);
    }

    public static Area ofShard(int shard) {
        return new Area(shard, 0, 0);
    }

    /** The area of so many digits that a context lies in. */
    public static Area around(ContextKey key, int digits) {
        return new Area(key.shard(), digits, key.fingerprint() & ~restOf(digits));
    }

    /** The last fingerprint of the area, by unsigned order. */
    public long last() {
        return prefix | restOf(digits);
    }

    public boolean contains(ContextKey key) {
        return (shard == ALL_SHARDS || shard == key.shard()) && (key.fingerprint() & ~restOf(digits)) == prefix;
    }

    /** Whether it can't be parted any more: it has room for one fingerprint. */
    public boolean isPoint() {
        return digits == DIGITS_MAX;
    }

    /** What it consists of, in order. */
    public List<Area> parts() {
        var parts = new ArrayList<Area>();
        if (shard == ALL_SHARDS) {
            for (int each = 0; each < Limits.SHARDS; each++) {
                parts.add(ofShard(each));
            }
        } else if (!isPoint()) {
            int shift = Long.SIZE - (digits + 1) * DIGIT_BITS;
            for (long digit = 0; digit < DIGIT_VALUES; digit++) {
                parts.add(new Area(shard, digits + 1, prefix | (digit << shift)));
            }
        }
        return parts;
    }
}
