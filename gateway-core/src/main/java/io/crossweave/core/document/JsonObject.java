package io.crossweave.core.document;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object: a persistent map whose members stand in canonical order, that of {@link String#compareTo} (UTF-16 code units, as in
 * RFC 8785). A change allocates O(log n) nodes and shares the rest.
 */
public final class JsonObject implements JsonValue {
    /** The canonical order of member names. */
    public static final Comparator<String> NAME_ORDER = Comparator.naturalOrder();

    public static final JsonObject EMPTY = new JsonObject(SortedTree.empty(NAME_ORDER));

    private final SortedTree<String, JsonValue> members;

    private JsonObject(SortedTree<String, JsonValue> members) {
        this.members = members;
    }

    public static JsonObject of(String name, JsonValue value) {
        return EMPTY.with(name, value);
    }

    public static JsonObject of(String name1, JsonValue value1, String name2, JsonValue value2) {
        return of(name1, value1).with(name2, value2);
    }

    /** As {@link java.util.Map#of}, for objects that are written out in code. */
    public static JsonObject of(
            String name1, JsonValue value1, String name2, JsonValue value2, String name3, JsonValue value3) {
        return of(name1, value1, name2, value2).with(name3, value3);
    }

    /** Members that are already checked to be well-formed, in a map ordered by {@link #NAME_ORDER}; O(n). */
    static JsonObject ofChecked(SortedMap<String, JsonValue> members) {
        return members.isEmpty() ? EMPTY : new JsonObject(SortedTree.copyOf(members));
    }

    public @Nullable JsonValue get(String name) {
        return members.get(name);
    }

    /** Sets a member; this very object where the name held this very value before. */
    public JsonObject with(String name, JsonValue value) {
        return changed(members.with(UnicodeText.requireWellFormed(name, "member name"), value));
    }

    /** This very object where there is no such member. */
    public JsonObject without(String name) {
        return changed(members.without(name));
    }

    public int size() {
        return members.size();
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** In canonical order. */
    public void forEach(BiConsumer<? super String, ? super JsonValue> action) {
        members.forEach(action);
    }

    /** In canonical order. */
    public Iterable<Map.Entry<String, JsonValue>> members() {
        return members.entries();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonObject that && JsonCursor.sameTokens(this, that);
    }

    @Override
    public int hashCode() {
        return JsonCursor.hashOfTokens(this);
    }

    @Override
    public String toString() {
        return "JsonObject[" + size() + " members]";
    }

    @SuppressWarnings(
            "ReferenceEquality") // The tree gives itself back when nothing changed; comparing contents would cost O(n).
    private JsonObject changed(SortedTree<String, JsonValue> changed) {
        return changed == members ? this : new JsonObject(changed);
    }
}
