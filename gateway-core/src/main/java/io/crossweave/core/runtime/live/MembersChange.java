package io.crossweave.core.runtime.live;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a change of members came to.
 *
 * @param added members that came
 * @param retired members that went, each with how much was still owed to it: records of logs and numbers that it had not confirmed
 * @param moved members that are reached another way now
 */
public record MembersChange(SortedSet<String> added, SortedMap<String, Long> retired, SortedSet<String> moved) {
    public MembersChange {
        added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
        retired = Collections.unmodifiableSortedMap(new TreeMap<>(retired));
        moved = Collections.unmodifiableSortedSet(new TreeSet<>(moved));
    }

    public boolean isEmpty() {
        return added.isEmpty() && retired.isEmpty() && moved.isEmpty();
    }
}
