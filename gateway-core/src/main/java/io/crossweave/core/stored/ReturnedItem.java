package io.crossweave.core.stored;

import io.crossweave.core.event.CausalItem;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A dot of a lost life of this site as peers gave it back (L15), which has not found its place yet.
 *
 * @param item its fullest form; an empty dot where nobody holds more
 * @param holders regions that hold something of it, so that they share its context
 */
public record ReturnedItem(CausalItem item, SortedSet<String> holders) {
    public ReturnedItem {
        holders = Collections.unmodifiableSortedSet(new TreeSet<>(holders));
    }
}
