package io.crossweave.core.state;

import io.crossweave.core.stored.Sharer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The regions that share a context, each with this site's counter when it was added. */
final class Sharers {
    private final TreeMap<String, Long> sinceCounters = new TreeMap<>();

    SortedSet<String> regionsNow() {
        return new TreeSet<>(sinceCounters.keySet());
    }

    boolean contains(String region) {
        return sinceCounters.containsKey(region);
    }

    /** Adds regions; answers those that are new. */
    SortedSet<String> add(SortedSet<String> regions, long ownCounter) {
        var added = new TreeSet<String>();
        regions.forEach(region -> {
            if (sinceCounters.putIfAbsent(region, ownCounter) == null) {
                added.add(region);
            }
        });
        return added;
    }

    void restore(List<Sharer> stored) {
        stored.forEach(sharer -> sinceCounters.put(sharer.region(), sharer.sinceCounter()));
    }

    List<Sharer> stored() {
        var stored = new ArrayList<Sharer>(sinceCounters.size());
        sinceCounters.forEach((region, since) -> stored.add(new Sharer(region, since)));
        return stored;
    }
}
