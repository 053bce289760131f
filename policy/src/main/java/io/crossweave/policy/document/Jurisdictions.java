package io.crossweave.policy.document;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names of jurisdictions, each with the regions of its sites. A region may lie in several, such as a country and a union. */
public record Jurisdictions(SortedMap<String, SortedSet<String>> regions) {
    public Jurisdictions {
        var copy = new TreeMap<String, SortedSet<String>>();
        regions.forEach((name, held) -> copy.put(name, Collections.unmodifiableSortedSet(new TreeSet<>(held))));
        regions = Collections.unmodifiableSortedMap(copy);
    }

    /** Whether a region lies in any jurisdiction; of one that lies in none, nothing can be said about what may go there. */
    public boolean place(String region) {
        return regions.values().stream().anyMatch(held -> held.contains(region));
    }

    /** Whether a region lies in one of the named jurisdictions. */
    public boolean isInside(String region, SortedSet<String> names) {
        return names.stream()
                .anyMatch(name ->
                        regions.getOrDefault(name, Collections.emptySortedSet()).contains(region));
    }

    /** All regions that are named, in any jurisdiction. */
    public SortedSet<String> allRegions() {
        var all = new TreeSet<String>();
        regions.values().forEach(all::addAll);
        return all;
    }
}
