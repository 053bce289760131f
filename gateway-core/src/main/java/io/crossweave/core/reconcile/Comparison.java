package io.crossweave.core.reconcile;

import io.crossweave.core.limits.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * Compares what is held here with what another site tells, area by area: where the hashes of an area are equal nothing more is said about
 * it, where they differ its parts are looked at, down to contexts. This is range-based set reconciliation (A. Meyer, "Range-Based Set
 * Reconciliation", 2023) with one side asking and the other remembering nothing: the bytes grow with the differences, and with the
 * logarithm of what is held.
 */
public final class Comparison {
    private final Holdings here;
    private final Deque<Area> open = new ArrayDeque<>();
    private final List<Held> differences = new ArrayList<>();

    public Comparison(Holdings here) {
        this.here = here;
        open.add(Area.WHOLE);
    }

    public boolean isDone() {
        return open.isEmpty();
    }

    /** What to ask next; the same until it is answered. */
    public List<Area> asks() {
        return open.stream().limit(Limits.RECONCILED_AREAS_MAX).toList();
    }

    /** Takes an answer; what was not asked, or is answered already, is left aside. */
    public void take(List<Told> answers) {
        for (Told told : answers) {
            if (open.remove(told.area())) {
                switch (told) {
                    case Told.Parts(Area area, List<SetHash> hashes) -> parts(area, hashes);
                    case Told.Contexts(Area area, List<Held> held) -> contexts(area, held);
                }
            }
        }
    }

    private void parts(Area area, List<SetHash> there) {
        List<Area> parts = area.parts();
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (!here.of(parts.get(i)).equals(there.get(i))) {
                // In front: what was begun is ended first, so that few areas are open at a time.
                open.addFirst(parts.get(i));
            }
        }
    }

    private void contexts(Area area, List<Held> told) {
        if (told.size() > Limits.RECONCILED_CONTEXTS_MAX) {
            return;
        }
        var there = new TreeMap<Long, Held>(Long::compareUnsigned);
        told.forEach(held -> there.put(held.fingerprint(), held));
        for (Held held : here.held(area, Limits.RECONCILED_HELD_MAX)) {
            Held other = there.remove(held.fingerprint());
            if (other != null && !other.hash().equals(held.hash())) {
                differences.add(other);
            } else if (other == null && !area.isPoint()) {
                // Nothing of it is held there: whether it should be, that side's vector must tell.
                open.addFirst(held.point());
            }
        }
        there.values().stream().filter(other -> !other.hash().isZero()).forEach(differences::add);
    }

    /** What the other side holds of contexts in which it differs, as far as that was found since the last time. */
    public List<Held> takeDifferences() {
        List<Held> found = List.copyOf(differences);
        differences.clear();
        return found;
    }
}
