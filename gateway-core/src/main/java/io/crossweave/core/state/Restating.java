package io.crossweave.core.state;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries one restatement out (L11): for the dots that it is about and that are here, what it lists is all that is held. It adds no dot and
 * removes none, so that the context's vector stays as it is.
 */
final class Restating {
    /** What is held of a context, as far as a restatement may change it. */
    record Held(LiveEntries entries, Holes holes, TreeSet<EntryId> awaitedRemovals) {}

    private final ContextState state;
    private final Held held;
    private final Restatement restatement;
    private final StateChanges changes;
    private final long last;
    private final TreeMap<EntryId, Entry> listed = new TreeMap<>();
    private final TreeMap<Long, StampedEvent> events = new TreeMap<>();
    private final List<Entry> added = new ArrayList<>();
    private final List<StampedEvent> filled = new ArrayList<>();
    /** Whether all that was applied here had been applied at the origin: what it lists and is not here was lost here (L14). */
    private final boolean seenThere;
    /** Whether all that had been applied at the origin is applied here: what is here and not listed should be gone. */
    private final boolean seenHere;

    private int dropped;
    private int restored;

    Restating(ContextState state, Held held, Restatement restatement, StateChanges changes) {
        this.state = state;
        this.held = held;
        this.restatement = restatement;
        this.changes = changes;
        this.last = Math.min(restatement.lastCounter(), state.vector().get(restatement.site()));
        boolean dated = !restatement.asOf().isEmpty();
        this.seenThere = dated && restatement.asOf().covers(state.vector());
        this.seenHere = dated && state.vector().covers(restatement.asOf());
        for (StampedEvent event : restatement.events()) {
            events.put(event.dot().counter(), event);
            for (Addition addition : event.additions()) {
                Entry entry = Entry.of(event, addition);
                listed.put(entry.id(), entry);
            }
        }
    }

    RestatedState run() {
        if (last >= restatement.fromCounter()) {
            dropOrReplace();
            fillIds();
            fillDots();
            if (seenThere) {
                fillMissing();
            }
        }
        return new RestatedState(dropped, restored, added, filled);
    }

    /** What is live here and not listed is no longer held. Its removal may still be on its way, and closes the hole then. */
    private void dropOrReplace() {
        List<Entry> live = held.entries().of(restatement.site(), restatement.fromCounter(), last);
        for (Entry entry : live) {
            Entry now = listed.get(entry.id());
            if (now == null) {
                held.entries().take(entry);
                changes.entryRemoved(entry.id());
                if (!seenHere || hides(entry.id())) {
                    addHole(entry.id());
                }
                dropped++;
            } else if (!now.equals(entry)) {
                held.entries().take(entry);
                dropped++;
                state.restore(now);
                changes.entryReplaced(now);
                restored++;
            }
        }
    }

    private boolean hides(EntryId id) {
        long counter = id.dot().counter();
        StampedEvent event = events.get(counter);
        return restatement.withholds(counter)
                || (event != null && event.hidden().contains(id.ordinal()));
    }

    /** What is listed and neither here nor a hole any more: nothing that was applied here has removed it. */
    private void fillMissing() {
        for (Entry entry : listed.values()) {
            boolean delivered = entry.id().dot().counter() <= last;
            if (delivered
                    && held.entries().get(entry.id()) == null
                    && !held.holes().containsDot(entry.id().dot())
                    && !held.awaitedRemovals().contains(entry.id())) {
                add(entry);
            }
        }
    }

    private void fillIds() {
        for (EntryId hole : held.holes().idsOf(restatement.site(), restatement.fromCounter(), last)) {
            Entry now = listed.get(hole);
            if (now != null) {
                held.holes().remove(hole);
                changes.holeRemoved(hole);
                add(now);
            }
        }
    }

    /** A dot that was withheld whole is released now, perhaps in part; what was removed meanwhile does not come back. */
    private void fillDots() {
        for (Dot dot : held.holes().dotsOf(restatement.site(), restatement.fromCounter(), last)) {
            if (restatement.withholds(dot.counter())) {
                continue;
            }
            held.holes().fill(dot, changes);
            fill(events.get(dot.counter()));
            held.awaitedRemovals()
                    .subSet(EntryId.wholeDot(dot), true, new EntryId(dot, Integer.MAX_VALUE), true)
                    .clear();
        }
    }

    private void fill(@Nullable StampedEvent event) {
        if (event == null) {
            return;
        }
        filled.add(event);
        for (Addition addition : event.additions()) {
            Entry entry = Entry.of(event, addition);
            if (!held.awaitedRemovals().contains(entry.id())) {
                add(entry);
            }
        }
        for (int ordinal : event.hidden()) {
            var hole = new EntryId(event.dot(), ordinal);
            if (!held.awaitedRemovals().contains(hole)) {
                addHole(hole);
            }
        }
    }

    private void addHole(EntryId id) {
        held.holes().add(id);
        changes.holeAdded(id);
    }

    private void add(Entry entry) {
        state.restore(entry);
        changes.entryAdded(entry);
        added.add(entry);
        restored++;
    }
}
