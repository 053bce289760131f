package io.crossweave.core.state;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.Classes;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.MergeRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
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
        return state.entries().tree().document();
    }

    public @Nullable JsonValue shownAt(JsonPointer path) {
        return state.entries().tree().shownAt(path);
    }

    public MergeRule ruleAt(JsonPointer path) {
        return state.type().ruleAt(path);
    }

    public ContextType type() {
        return state.type();
    }

    /** Adds an entry, of the classes of its path and others. */
    public void put(JsonPointer path, EntryKind kind, JsonValue value, Collection<String> classes) {
        var id = new EntryId(dot, nextOrdinal++);
        String classification = Classes.join(state.type().classAt(path), classes);
        var entry = new Entry(
                id, path, kind, value, hlc, classification, state.type().version(), "", false);
        added.put(id, entry);
        state.restore(entry);
    }

    /** Supersedes every entry that this site holds at a path or below it, shown or not. */
    public void removeAtOrBelow(JsonPointer path) {
        var held = new ArrayList<Entry>();
        state.entries().tree().forEachAtOrBelow(path, held::add);
        state.entries().forEachUnshownAtOrBelow(path, held::add);
        held.forEach(this::remove);
    }

    /** Supersedes what this site holds at a path or below it, except the elements of logs (L4). */
    public void removeAtOrBelowExceptLogs(JsonPointer path) {
        var held = new ArrayList<Entry>();
        state.entries().tree().forEachAtOrBelowExceptLogs(path, held::add);
        state.entries().forEachUnshownAtOrBelow(path, entry -> {
            if (ruleAt(entry.path()) != MergeRule.LOG) {
                held.add(entry);
            }
        });
        held.forEach(this::remove);
    }

    /** Whether this site holds a member of a set with an equal value. */
    public boolean hasMember(JsonPointer path, JsonValue value) {
        PathNode node = state.entries().tree().node(path);
        return node != null && node.hasMember(value);
    }

    /** Supersedes the members of a set that equal a value. */
    public void removeMembers(JsonPointer path, JsonValue value) {
        PathNode node = state.entries().tree().node(path);
        if (node != null) {
            node.membersEqualTo(value).forEach(this::remove);
        }
    }

    /** Supersedes the log element that is shown at an index; false where there is none. */
    public boolean removeElement(JsonPointer path, int index) {
        PathNode node = state.entries().tree().node(path);
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
        state.entries().tree().forEachScalarAbove(path, above::add);
        above.forEach(this::remove);
    }

    /** The classes that the whole values at a path carry. */
    public SortedSet<String> classesAt(JsonPointer path) {
        PathNode node = state.entries().tree().node(path);
        var classes = new TreeSet<String>();
        if (node != null) {
            node.wholes().forEach(whole -> classes.addAll(Classes.of(whole.classification())));
        }
        return classes;
    }

    /** The classes that entries at a path, below it, and around it as values that it leads into carry, by the paths of these entries. */
    public NavigableMap<JsonPointer, String> classesAround(JsonPointer path) {
        var classes = new TreeMap<JsonPointer, String>();
        Consumer<Entry> note = entry -> {
            if (!entry.classification().isEmpty()) {
                classes.merge(
                        entry.path(), entry.classification(), (one, other) -> Classes.join(one, Classes.of(other)));
            }
        };
        state.entries().tree().forEachScalarAbove(path, note);
        state.entries().tree().forEachAtOrBelow(path, note);
        return classes;
    }

    /**
     * Supersedes what this site holds at a path and below it, except the whole values that other sites wrote at the path itself; answers
     * which of this site's own values there and a new one is to go on as its only one.
     */
    public JsonValue supersedeOwn(JsonPointer path, JsonValue value) {
        Comparator<JsonValue> order = RegisterOrder.ofExtremes(ruleAt(path));
        var gone = new ArrayList<Entry>();
        state.entries().forEachUnshownAtOrBelow(path, gone::add);
        PathNode node = state.entries().tree().node(path);
        JsonValue extreme = value;
        if (node != null) {
            var others = new HashSet<Entry>();
            for (Entry whole : node.wholes()) {
                if (!whole.id().dot().site().region().equals(dot.site().region())) {
                    others.add(whole);
                } else if (order.compare(whole.value(), extreme) > 0) {
                    extreme = whole.value();
                }
            }
            node.forEachAtOrBelow(entry -> {
                if (!others.contains(entry)) {
                    gone.add(entry);
                }
            });
        }
        gone.forEach(this::remove);
        return extreme;
    }

    /** Supersedes whole values at a path itself: what it holds below it is to show there. */
    public void removeScalarsAt(JsonPointer path) {
        PathNode node = state.entries().tree().node(path);
        if (node != null) {
            node.wholes().forEach(this::remove);
        }
    }

    /** Supersedes entries, as far as this site still holds them. */
    public void remove(List<EntryId> ids) {
        for (EntryId id : ids) {
            Entry entry = state.entries().get(id);
            if (entry != null) {
                remove(entry);
            }
        }
    }

    /** What this site holds of an event now, by ordinal. */
    public List<Entry> heldOf(Dot event) {
        return List.copyOf(state.entries().of(event));
    }

    private void remove(Entry entry) {
        state.entries().take(entry);
        if (added.remove(entry.id()) == null) {
            removed.put(entry.id(), entry);
        }
    }

    /** Undoes all of it in the state; what was drafted can still be read. */
    public void rollback() {
        added.values().forEach(state.entries()::take);
        removed.values().forEach(state::restore);
    }

    /** The entries that the event adds, numbered from 0. */
    public List<Addition> additions() {
        var additions = new ArrayList<Addition>(added.size());
        var replaced = new ReplacedEntries(removed.values());
        for (Entry entry : added.values()) {
            additions.add(new Addition(
                    additions.size(),
                    entry.path(),
                    entry.kind(),
                    entry.value(),
                    entry.classification(),
                    replaced.by(entry)));
        }
        return additions;
    }

    /** The ids that the event supersedes, ascending. */
    public List<EntryId> removals() {
        return new ArrayList<>(removed.keySet());
    }
}
