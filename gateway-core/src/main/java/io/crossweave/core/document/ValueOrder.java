package io.crossweave.core.document;

import java.util.Comparator;

/**
 * A total order of values that calls equal exactly what {@link JsonValue} does, so {@code 1} and {@code 1.0}: null, false, true,
 * numbers by decimal value, strings by {@link JsonObject#NAME_ORDER}, arrays element by element, objects member by member in canonical
 * order, a prefix before what it begins. Time is linear in what both have in common, and nesting of any depth is safe.
 */
public enum ValueOrder implements Comparator<JsonValue> {
    CANONICAL;

    @Override
    public int compare(JsonValue left, JsonValue right) {
        return JsonCursor.compareTokens(left, right);
    }
}
