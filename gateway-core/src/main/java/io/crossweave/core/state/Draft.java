package io.crossweave.core.state;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.MergeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A change in the making. Each operation sees what the ones before it did, because the draft works on the state itself and keeps what it
 * takes to undo it: {@link #rollback} always ends a draft, and the finished event is then applied like any other.
 */
public final class Draft {
    private final ContextState state;
    private final Dot dot;
    private final Hlc hlc;
    private final TreeMap<EntryId, Entry> added = new TreeMap<>();
    private final TreeMap<EntryId, Entry> removed = new TreeMap<>();
    private int nextOrdinal;

    /** A draft of the event that would get this dot and this clock value. */
    public Draft(ContextState state, Dot dot, Hlc hlc) {
        this.state = state;
        this.dot = dot;
        this.hlc = hlc;
    }

    public @Nullable JsonObject document() {
        return state.tree().document();
    }

    public @Nullable JsonValue shownAt(JsonPointer path) {
        return state.tree().shownAt(path);
    }

    public MergeRule ruleAt(JsonPointer path) {
        return state.type().ruleAt(path);
    }

    /** Adds an entry. */
    public void put(JsonPointer path, EntryKind kind, JsonValue value) {
        var id = new EntryId(dot, nextOrdinal++);
        String classification = state.type().classAt(path);
        var entry = new Entry(
                id, path, kind, value, hlc, classification, state.type().version());
        added.put(id, entry);
        state.restore(entry);
    }

    /** Supersedes every entry that this site holds at a path or below it, shown or not. */
    public void removeAtOrBelow(JsonPointer path) {
        removeAtOrBelow(path, entry -> true);
    }

    /** Supersedes what this site holds at a path or below it, except the elements of logs (L4). */
    public void removeAtOrBelowExceptLogs(JsonPointer path) {
        removeAtOrBelow(path, entry -> state.type().ruleAt(entry.path()) != MergeRule.LOG);
    }

    /** Supersedes the members of a set that equal a value. */
    public void removeMembers(JsonPointer path, JsonValue value) {
        PathNode node = state.tree().node(path);
        if (node != null) {
            var equal = new ArrayList<Entry>();
            node.forEachMember(value, equal::add);
            equal.forEach(this::remove);
        }
    }

    /** Supersedes the log element that is shown at an index; false where there is none. */
    public boolean removeElement(JsonPointer path, int index) {
        PathNode node = state.tree().node(path);
        Entry element = node == null ? null : node.elementAt(index);
        if (element == null) {
            return false;
        }
        remove(element);
        return true;
    }

    /** Supersedes scalars and arrays above a path: a write below them makes objects of them. */
    public void removeScalarsAbove(JsonPointer path) {
        var above = new ArrayList<Entry>();
        state.tree().forEachScalarAbove(path, above::add);
        above.forEach(this::remove);
    }

    private void removeAtOrBelow(JsonPointer path, Predicate<Entry> which) {
        var held = new ArrayList<Entry>();
        state.tree().forEachAtOrBelow(path, held::add);
        for (Entry entry : state.unshown().values()) {
            if (entry.path().equals(path) || path.isAncestorOf(entry.path())) {
                held.add(entry);
            }
        }
        held.stream().filter(which).forEach(this::remove);
    }

    private void remove(Entry entry) {
        state.take(entry);
        if (added.remove(entry.id()) == null) {
            removed.put(entry.id(), entry);
        }
    }

    /** Undoes all of it in the state; what was drafted can still be read. */
    public void rollback() {
        added.values().forEach(state::take);
        removed.values().forEach(state::restore);
    }

    /** The entries that the event adds, numbered from 0. */
    public List<Addition> additions() {
        var additions = new ArrayList<Addition>(added.size());
        for (Entry entry : added.values()) {
            additions.add(
                    new Addition(additions.size(), entry.path(), entry.kind(), entry.value(), entry.classification()));
        }
        return additions;
    }

    /** The ids that the event supersedes, ascending. */
    public List<EntryId> removals() {
        return new ArrayList<>(removed.keySet());
    }
}
