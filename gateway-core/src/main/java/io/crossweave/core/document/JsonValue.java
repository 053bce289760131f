package io.crossweave.core.document;

import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON value. Equality is that of JSON: numbers by their decimal value, objects whatever the order in which their
 * members were added. {@code toString} tells the kind and the size only, because values are payload and payload stays out of logs;
 * {@link JsonWriter#toText} gives the text.
 */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /** The value at a place below this one (RFC 6901), or null where there is none; {@code -} names no existing element. */
    default @Nullable JsonValue at(JsonPointer pointer) {
        JsonValue here = this;
        for (int position = 0; position < pointer.depth(); position++) {
            JsonValue next = switch (here) {
                case JsonObject object -> object.get(pointer.token(position));
                case JsonArray array -> element(array, pointer.arrayIndex(position));
                case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> null;
            };
            if (next == null) {
                return null;
            }
            here = next;
        }
        return here;
    }

    private static @Nullable JsonValue element(JsonArray array, int index) {
        return index >= 0 && index < array.size() ? array.get(index) : null;
    }
}
