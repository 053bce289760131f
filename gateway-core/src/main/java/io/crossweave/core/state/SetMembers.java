package io.crossweave.core.state;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.SortedTree;
import io.crossweave.core.document.ValueOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The entries of a set by their value. Equal values are one member ({@code 1} and {@code 1.0} are), shown as its oldest entry wrote it,
 * so that the order in which entries came here can't be seen.
 */
final class SetMembers {
    private final TreeMap<JsonValue, TreeSet<Entry>> entries = new TreeMap<>(ValueOrder.CANONICAL);
    private SortedTree<JsonValue, JsonValue> shown = SortedTree.empty(ValueOrder.CANONICAL);

    void put(Entry entry) {
        TreeSet<Entry> same = entries.computeIfAbsent(entry.value(), absent -> new TreeSet<>());
        same.add(entry);
        shown = shown.with(entry.value(), same.first().value());
    }

    void remove(Entry entry) {
        TreeSet<Entry> same = entries.get(entry.value());
        if (same == null || !same.remove(entry)) {
            return;
        }
        if (same.isEmpty()) {
            entries.remove(entry.value());
            shown = shown.without(entry.value());
        } else {
            shown = shown.with(entry.value(), same.first().value());
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    boolean contains(JsonValue value) {
        return entries.containsKey(value);
    }

    List<Entry> entriesOf(JsonValue value) {
        TreeSet<Entry> same = entries.get(value);
        return same == null ? List.of() : new ArrayList<>(same);
    }

    void forEach(Consumer<? super Entry> visit) {
        entries.values().forEach(same -> same.forEach(visit));
    }

    JsonArray shown() {
        return JsonArray.ofTree(shown);
    }
}
