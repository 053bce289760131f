package io.crossweave.core.state;

import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Ids that this site may not hold: single entries of released events, and runs of whole dots that came as placeholders (L3). */
public final class Holes {
    private final TreeSet<EntryId> ids = new TreeSet<>();
    private final TreeMap<Dot, Long> runs = new TreeMap<>();

    void add(EntryId id) {
        ids.add(id);
    }

    boolean remove(EntryId id) {
        return ids.remove(id);
    }

    void addRun(Dot first, long lastCounter) {
        runs.put(first, lastCounter);
    }

    boolean containsDot(Dot dot) {
        Map.Entry<Dot, Long> run = runs.floorEntry(dot);
        return run != null && run.getKey().site().equals(dot.site()) && run.getValue() >= dot.counter();
    }

    /** Single entries among dots of a site. */
    List<EntryId> idsOf(SiteId site, long fromCounter, long lastCounter) {
        return new ArrayList<>(ids.subSet(
                EntryId.wholeDot(new Dot(site, fromCounter)),
                true,
                new EntryId(new Dot(site, lastCounter), Integer.MAX_VALUE),
                true));
    }

    /** Whole dots among dots of a site. */
    List<Dot> dotsOf(SiteId site, long fromCounter, long lastCounter) {
        var dots = new ArrayList<Dot>();
        var from = new Dot(site, fromCounter);
        Dot before = runs.floorKey(from);
        Dot first = before != null && before.site().equals(site) ? before : from;
        runs.subMap(first, true, new Dot(site, lastCounter), true).forEach((start, last) -> {
            for (long counter = Math.max(fromCounter, start.counter());
                    counter <= Math.min(last, lastCounter);
                    counter++) {
                dots.add(new Dot(site, counter));
            }
        });
        return dots;
    }

    /** A whole dot is a hole no more: what was a run may be two. */
    void fill(Dot dot, StateChanges changes) {
        Map.Entry<Dot, Long> run = runs.floorEntry(dot);
        if (run == null || !containsDot(dot)) {
            return;
        }
        Dot first = run.getKey();
        long last = run.getValue();
        runs.remove(first);
        if (first.equals(dot)) {
            changes.holeRemoved(EntryId.wholeDot(first));
        } else {
            put(first, dot.counter() - 1, changes);
        }
        if (dot.counter() < last) {
            put(new Dot(dot.site(), dot.counter() + 1), last, changes);
        }
    }

    private void put(Dot first, long last, StateChanges changes) {
        runs.put(first, last);
        changes.holeRunAdded(first, last);
    }

    /** What is missing here by policy. */
    Concealment concealment() {
        return runs.isEmpty() ? ids.isEmpty() ? Concealment.NOTHING : Concealment.ENTRIES : Concealment.EVENTS;
    }
}
