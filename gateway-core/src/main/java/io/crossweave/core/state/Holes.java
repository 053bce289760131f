package io.crossweave.core.state;

import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
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

    /** What is missing here by policy. */
    Concealment concealment() {
        return runs.isEmpty() ? ids.isEmpty() ? Concealment.NOTHING : Concealment.ENTRIES : Concealment.EVENTS;
    }
}
