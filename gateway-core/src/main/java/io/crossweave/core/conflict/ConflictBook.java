package io.crossweave.core.conflict;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.DeleteMark;
import io.crossweave.core.stored.Supersession;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The conflicts of one context. Mutable, owned by one context lane.
 *
 * <p>Two entries are in conflict when they can't both be shown, no event that superseded one of them was unaware of the other, and neither
 * superseded the other. Whoever supersedes one of them after having seen both settles the conflict; whoever supersedes one without having
 * seen the other takes its place. That is a property of the events alone: since a superseding event arrives after what it has seen, every
 * site finds both entries live together at some moment exactly where they are in conflict, whatever the order.
 */
public final class ConflictBook {
    private final ContextKey key;
    private final ConflictShelf shelf;
    private final TreeMap<Dot, DeleteMark> deletes = new TreeMap<>();
    /** Marks as they are stored. */
    private final TreeMap<Dot, DeleteMark> storedDeletes = new TreeMap<>();

    public ConflictBook(ContextKey key) {
        this.key = key;
        this.shelf = new ConflictShelf(key);
    }

    public void restore(ConflictRecord conflict) {
        shelf.restore(conflict);
    }

    public void restore(DeleteMark mark) {
        deletes.put(mark.dot(), mark);
        storedDeletes.put(mark.dot(), mark);
    }

    public @Nullable ConflictRecord get(ConflictId id) {
        return shelf.get(id);
    }

    public List<ConflictRecord> all() {
        return shelf.all();
    }

    public int size() {
        return shelf.size();
    }

    /** Roughly, of the values that are kept. */
    public long bytes() {
        return shelf.bytes();
    }

    /** Whether an entry is a part of a conflict, open or settled. */
    public boolean concerns(EntryId id) {
        return !shelf.of(id).isEmpty();
    }

    // ---- following the state ----------------------------------------------------------------------------------------

    /** Notes what an item did that was just applied to the state. */
    public void applied(ContextState state, CausalItem item) {
        switch (item) {
            case StampedEvent event -> {
                event.removals().forEach(id -> superseded(id, event));
                event.additions().forEach(addition -> added(state, event, addition));
                if (event.type() == EventType.DELETED) {
                    deleted(state, event);
                }
            }
            // What an event that is withheld here had seen is not told: that it ended one side is all that can be said.
            case Placeholder run -> run.removals().forEach(this::withdraw);
        }
    }

    private void superseded(EntryId id, StampedEvent by) {
        var supersession = new Supersession(by.stamp().hlc(), by.dot());
        for (ConflictId conflictId : shelf.of(id)) {
            ConflictRecord conflict = shelf.get(conflictId);
            if (conflict == null) {
                continue; // those that were just settled have taken its room
            }
            boolean seenBoth =
                    by.stamp().depends().covers(conflict.other(id.dot()).dot());
            shelf.set(conflictId, seenBoth ? conflict.superseded(id, supersession) : conflict.without(id));
        }
    }

    private void added(ContextState state, StampedEvent event, Addition addition) {
        Entry entry = state.live().get(new EntryId(event.dot(), addition.ordinal()));
        if (entry == null) {
            return; // superseded before it came
        }
        VersionVector seen = event.stamp().depends();
        // A rule that keeps what it has seen, such as max, says nothing of concurrency by keeping it.
        state.forEachRival(entry, rival -> {
            if (!isExtreme(state, entry, rival) || !seen.covers(rival.id().dot())) {
                meet(entry, rival);
            }
        });
        meetDeletes(entry, seen);
    }

    /**
     * Notes what an entry is in conflict with that a restatement has just made live, as if it had come in its turn: only what is live now, and
     * nothing at paths that keep an extreme, where it would have to be known what others had seen.
     *
     * @param seen what its event depends on
     */
    public void filled(ContextState state, Entry entry, VersionVector seen) {
        state.forEachRival(entry, rival -> {
            if (!isExtreme(state, entry, rival)) {
                meet(entry, rival);
            }
        });
        meetDeletes(entry, seen);
    }

    private static boolean isExtreme(ContextState state, Entry entry, Entry rival) {
        return rival.path().equals(entry.path())
                && rival.kind() == entry.kind()
                && state.type().ruleAt(entry.path()).isExtreme();
    }

    private void meetDeletes(Entry entry, VersionVector seen) {
        if (!isRootObject(entry)) {
            deletes.values().stream().filter(mark -> !seen.covers(mark.dot())).forEach(mark -> meet(mark, entry));
        }
    }

    /** A delete takes the place of those that it has seen. What stands after it was written without its having seen it. */
    private void deleted(ContextState state, StampedEvent event) {
        VersionVector seen = event.stamp().depends();
        shelf.deletes().stream().filter(id -> seen.covers(id.dot())).forEach(id -> superseded(id, event));
        deletes.keySet().removeIf(seen::covers);
        var mark = new DeleteMark(
                event.dot(), event.stamp().hlc(), event.provenance().source());
        deletes.put(mark.dot(), mark);
        for (Entry entry : state.live().values()) {
            if (!isRootObject(entry) && !state.losingTwins().contains(entry.id().dot())) {
                meet(mark, entry);
            }
        }
    }

    /** Every event that finds no document adds the empty one: no value is lost with it. */
    private static boolean isRootObject(Entry entry) {
        return entry.path().depth() == 0;
    }

    private void meet(Entry one, Entry other) {
        JsonPointer path = one.path().depth() <= other.path().depth() ? one.path() : other.path();
        note(path, side(one), side(other));
    }

    private void meet(DeleteMark mark, Entry entry) {
        var part = new ConflictPart(EntryId.WHOLE_DOT, JsonPointer.ROOT, EntryKind.REGISTER, null, null);
        note(
                JsonPointer.ROOT,
                new ConflictSide(mark.dot(), mark.hlc(), mark.source(), false, List.of(part)),
                side(entry));
    }

    private void note(JsonPointer path, ConflictSide one, ConflictSide other) {
        ConflictId id = ConflictRecord.id(key, path, one.dot(), other.dot());
        ConflictRecord known = shelf.get(id);
        if (known == null) {
            shelf.add(id, ConflictRecord.of(key, path, one, other));
        } else {
            for (ConflictSide side : List.of(one, other)) {
                if (known.side(side.dot()).parts().size() < Limits.CONFLICT_PARTS_MAX) {
                    known = known.with(side.dot(), side.parts().getFirst());
                }
            }
            shelf.set(id, known);
        }
    }

    private static ConflictSide side(Entry entry) {
        JsonValue value = entry.weight() > Limits.CONFLICT_VALUE_BYTES_MAX ? null : entry.value();
        var part = new ConflictPart(entry.id().ordinal(), entry.path(), entry.kind(), value, null);
        return new ConflictSide(entry.id().dot(), entry.hlc(), entry.source(), entry.reconciles(), List.of(part));
    }

    /** An entry is not counted here any more, by nothing that the other side's author could have seen. */
    public void withdraw(EntryId id) {
        for (ConflictId conflictId : shelf.of(id)) {
            ConflictRecord conflict = shelf.get(conflictId);
            if (conflict != null) {
                shelf.set(conflictId, conflict.without(id));
            }
        }
    }

    /** A delete may not be known of here any more: what comes from now on is in no conflict with it. */
    public void withdrawDelete(Dot delete) {
        deletes.remove(delete);
    }

    public Set<Dot> deletes() {
        return Set.copyOf(deletes.keySet());
    }

    /** Another dot of the same client event goes before this one (L1): what it wrote is in conflict with nothing. */
    public void forget(Dot loser) {
        shelf.removeAllOf(loser);
        deletes.remove(loser);
    }

    // ---- storing ----------------------------------------------------------------------------------------------------

    /** Tells what changed since the last time; answers the conflicts that are new. */
    public List<ConflictRecord> flush(ConflictChanges changes) {
        for (DeleteMark mark : deletes.values()) {
            if (storedDeletes.putIfAbsent(mark.dot(), mark) == null) {
                changes.put(key, mark);
            }
        }
        storedDeletes.keySet().removeIf(dot -> {
            boolean gone = !deletes.containsKey(dot);
            if (gone) {
                changes.removedMark(key, dot);
            }
            return gone;
        });
        return shelf.flush(changes);
    }

    /** Conflicts that found no room since the last time. */
    public int takeUnrecorded() {
        return shelf.takeUnrecorded();
    }
}
