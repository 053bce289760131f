package io.crossweave.core.reconcile;

import io.crossweave.core.event.Restatement.Run;
import java.util.List;

/**
 * What a site holds of another's entries in one context.
 *
 * @param shard the context's shard
 * @param fingerprint the context's fingerprint: few contexts share one, and those are looked at together
 * @param hash of the entries that it holds
 * @param vector a fingerprint of its vector for the context: where vectors differ, something is on its way, and nothing is known;
 *     {@link #NO_VECTOR} where more was declined than can be told
 * @param declined dots that were given up here for good: known differences, and no damage
 */
public record Held(int shard, long fingerprint, SetHash hash, long vector, List<Run> declined) {
    /** In the place of a vector where nothing may be concluded, whatever the other side has applied. */
    public static final long NO_VECTOR = 0;

    public Held {
        declined = List.copyOf(declined);
    }

    /** The smallest area that it lies in. */
    public Area point() {
        return new Area(shard, Area.DIGITS_MAX, fingerprint);
    }
}
