package io.crossweave.core.document;

import java.util.Iterator;
import java.util.List;

/** A JSON array: its own copy of a list, or a view of a persistent tree's values that costs nothing to make. */
public final class JsonArray implements JsonValue, Iterable<JsonValue> {
    public static final JsonArray EMPTY = new JsonArray(List.of());

    private final List<JsonValue> elements;

    private JsonArray(List<JsonValue> elements) {
        this.elements = elements;
    }

    public static JsonArray of(List<JsonValue> elements) {
        return elements.isEmpty() ? EMPTY : new JsonArray(List.copyOf(elements));
    }

    public static JsonArray of(JsonValue... elements) {
        return of(List.of(elements));
    }

    /** The values of the tree in key order, sharing its nodes: O(1), and {@link #get} takes O(log n). */
    public static JsonArray ofTree(SortedTree<?, JsonValue> tree) {
        return tree.isEmpty() ? EMPTY : new JsonArray(tree.values());
    }

    public int size() {
        return elements.size();
    }

    public boolean isEmpty() {
        return elements.isEmpty();
    }

    public JsonValue get(int index) {
        return elements.get(index);
    }

    @Override
    public Iterator<JsonValue> iterator() {
        return elements.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonArray that && JsonCursor.sameTokens(this, that);
    }

    @Override
    public int hashCode() {
        return JsonCursor.hashOfTokens(this);
    }

    @Override
    public String toString() {
        return "JsonArray[" + size() + " elements]";
    }
}
