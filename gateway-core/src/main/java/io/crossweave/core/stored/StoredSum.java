package io.crossweave.core.stored;

import io.crossweave.core.reconcile.SetHash;

/**
 * The hash of a set of entries, kept beside them (L14).
 *
 * @param changes grows with every change of what the hash is about, so that what was made from an older one is known as such
 * @param epoch the policy by which the set was chosen; 0 where none was asked
 */
public record StoredSum(SetHash hash, long changes, long epoch) {
    public static final StoredSum NONE = new StoredSum(SetHash.ZERO, 0, 0);

    /** The same set, and some more or less of it. */
    public StoredSum changed(SetHash difference, long nowMs) {
        // No less than the time: where a row was lost, its successor must not look like what came before.
        return new StoredSum(hash.plus(difference), Math.max(changes + 1, nowMs), epoch);
    }
}
