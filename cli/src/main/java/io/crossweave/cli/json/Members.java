package io.crossweave.cli.json;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One member of an object, as the kind that is expected. */
public final class Members {
    private Members() {}

    /** Empty for a value that is no string. */
    public static Optional<String> text(@Nullable JsonValue parent, String name) {
        return member(parent, name) instanceof JsonString(String text) ? Optional.of(text) : Optional.empty();
    }

    /** Empty for a value that is no whole number of 64 bits. */
    public static Optional<Long> number(@Nullable JsonValue parent, String name) {
        if (!(member(parent, name) instanceof JsonNumber number)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(number.literal()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Without members for a value that is no object. */
    public static JsonObject object(@Nullable JsonValue parent, String name) {
        return member(parent, name) instanceof JsonObject object ? object : JsonObject.EMPTY;
    }

    /** Without elements for a value that is no array. */
    public static JsonArray array(@Nullable JsonValue parent, String name) {
        return member(parent, name) instanceof JsonArray array ? array : JsonArray.EMPTY;
    }

    private static @Nullable JsonValue member(@Nullable JsonValue parent, String name) {
        return parent instanceof JsonObject object ? object.get(name) : null;
    }
}
