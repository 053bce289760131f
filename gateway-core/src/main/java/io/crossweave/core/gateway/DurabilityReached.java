package io.crossweave.core.gateway;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a change is known to be committed.
 *
 * @param sites the regions that have committed it in full form, this one included
 * @param all whether every site to which policy releases it has committed what is released to it; only known where that was asked for
 */
public record DurabilityReached(SortedSet<String> sites, boolean all) {
    public DurabilityReached {
        sites = Collections.unmodifiableSortedSet(new TreeSet<>(sites));
    }
}
