package io.crossweave.core.stored;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a site remembers of peers' policies for one context (L11).
 *
 * @param epochs the greatest projection epoch that came of each region, where it is above 1: what is of a lower one is refused
 * @param restatements how often a restatement changed what is held here
 */
public record ProjectionMarks(SortedMap<String, Long> epochs, long restatements) {
    public static final ProjectionMarks NONE = new ProjectionMarks(Collections.emptySortedMap(), 0);

    public ProjectionMarks {
        epochs = Collections.unmodifiableSortedMap(new TreeMap<>(epochs));
    }
}
