package io.crossweave.core.conflict;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.Supersession;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A context's conflicts by id and by entry, and what of them is not stored yet. Bounded: beyond so many open ones a new one is counted only,
 * of the settled ones those that were settled latest stay; and beyond so many bytes of values a conflict is kept without its own.
 */
final class ConflictShelf {
    private enum Place {
        OPEN,
        SETTLED
    }

    private record Settled(Supersession by, ConflictId id) implements Comparable<Settled> {
        @Override
        public int compareTo(Settled other) {
            int order = by.compareTo(other.by);
            return order != 0 ? order : id.compareTo(other.id);
        }
    }

    private final ContextKey key;
    private final TreeMap<ConflictId, ConflictRecord> conflicts = new TreeMap<>();
    private final TreeMap<EntryId, TreeSet<ConflictId>> byEntry = new TreeMap<>();
    private final TreeSet<Settled> settled = new TreeSet<>();
    /** Where each one is stored. */
    private final TreeMap<ConflictId, Place> stored = new TreeMap<>();

    private final TreeSet<ConflictId> changed = new TreeSet<>();
    private int unrecorded;
    /** Roughly, of all values that are kept. */
    private long bytes;

    ConflictShelf(ContextKey key) {
        this.key = key;
    }

    void restore(ConflictRecord conflict) {
        ConflictId id = conflict.id();
        put(id, conflict);
        stored.put(id, place(conflict));
    }

    @Nullable
    ConflictRecord get(ConflictId id) {
        return conflicts.get(id);
    }

    List<ConflictRecord> all() {
        return List.copyOf(conflicts.values());
    }

    int size() {
        return conflicts.size();
    }

    long bytes() {
        return bytes;
    }

    /** The conflicts that an entry is in, now: settling one of them can take another's room. */
    List<ConflictId> of(EntryId id) {
        TreeSet<ConflictId> ids = byEntry.get(id);
        return ids == null ? List.of() : List.copyOf(ids);
    }

    /** The deletes that are in a conflict, by the ids of their whole dots. */
    List<EntryId> deletes() {
        return byEntry.keySet().stream().filter(EntryId::isWholeDot).toList();
    }

    void add(ConflictId id, ConflictRecord conflict) {
        if (conflict.isOpen() && conflicts.size() - settled.size() >= Limits.CONFLICTS_OPEN_MAX) {
            unrecorded++;
        } else {
            set(id, conflict);
        }
    }

    /** Replaces a conflict; null removes it. */
    void set(ConflictId id, @Nullable ConflictRecord conflict) {
        ConflictRecord before = conflicts.get(id);
        if (before != null && before.equals(conflict)) {
            return;
        }
        changed.add(id);
        take(id);
        if (conflict != null) {
            boolean tooMuch = bytes + conflict.bytes() > Limits.CONFLICTS_BYTES_MAX;
            put(id, tooMuch ? conflict.withoutValues() : conflict);
        }
        while (settled.size() > Limits.CONFLICTS_SETTLED_MAX) {
            ConflictId oldest = settled.first().id();
            changed.add(oldest);
            take(oldest);
        }
    }

    void removeAllOf(Dot dot) {
        var ids = new TreeSet<ConflictId>();
        byEntry.subMap(EntryId.wholeDot(dot), true, new EntryId(dot, Integer.MAX_VALUE), true)
                .values()
                .forEach(ids::addAll);
        ids.forEach(id -> set(id, null));
    }

    private void put(ConflictId id, ConflictRecord conflict) {
        conflicts.put(id, conflict);
        bytes += conflict.bytes();
        forEachPart(
                conflict,
                entry -> byEntry.computeIfAbsent(entry, absent -> new TreeSet<>())
                        .add(id));
        Supersession by = conflict.settled();
        if (by != null) {
            settled.add(new Settled(by, id));
        }
    }

    private void take(ConflictId id) {
        ConflictRecord conflict = conflicts.remove(id);
        if (conflict == null) {
            return;
        }
        bytes -= conflict.bytes();
        forEachPart(conflict, entry -> {
            TreeSet<ConflictId> ids = byEntry.get(entry);
            if (ids != null && ids.remove(id) && ids.isEmpty()) {
                byEntry.remove(entry);
            }
        });
        Supersession by = conflict.settled();
        if (by != null) {
            settled.remove(new Settled(by, id));
        }
    }

    private static void forEachPart(ConflictRecord conflict, Consumer<EntryId> visit) {
        for (ConflictSide side : List.of(conflict.left(), conflict.right())) {
            for (ConflictPart part : side.parts()) {
                visit.accept(new EntryId(side.dot(), part.ordinal()));
            }
        }
    }

    private static Place place(ConflictRecord conflict) {
        return conflict.isOpen() ? Place.OPEN : Place.SETTLED;
    }

    List<ConflictRecord> flush(ConflictChanges changes) {
        var found = new ArrayList<ConflictRecord>();
        for (ConflictId id : changed) {
            ConflictRecord conflict = conflicts.get(id);
            Place before = stored.get(id);
            if (before != null && (conflict == null || place(conflict) != before)) {
                stored.remove(id);
                switch (before) {
                    case OPEN -> changes.removedOpen(id, key);
                    case SETTLED -> changes.removedSettled(id, key);
                }
            }
            if (conflict != null) {
                changes.put(id, conflict);
                stored.put(id, place(conflict));
                if (before == null) {
                    found.add(conflict);
                }
            }
        }
        changed.clear();
        return found;
    }

    int takeUnrecorded() {
        int taken = unrecorded;
        unrecorded = 0;
        return taken;
    }
}
