package io.crossweave.cli.replay;

import io.crossweave.core.document.InvalidPointerException;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The paths that a site shows otherwise than its origin, as {@code Context-Protected} tells: {@code <pointer>;how=<transform>, …}. */
final class ProtectedPaths {
    /** Told where a site doesn't say which paths: nothing of the document can be compared. */
    private static final String ANYWHERE = "*";

    private ProtectedPaths() {}

    /** Throws IllegalArgumentException for a header that names no paths. */
    static SortedSet<JsonPointer> of(List<String> headers) {
        var paths = new TreeSet<JsonPointer>();
        for (String header : headers) {
            for (String element : header.split(",", -1)) {
                String pointer = element.strip().split(";", 2)[0];
                if (!element.isBlank()) {
                    paths.add(pointer.equals(ANYWHERE) ? JsonPointer.ROOT : parse(pointer));
                }
            }
        }
        return paths;
    }

    private static JsonPointer parse(String encoded) {
        try {
            // Percent-encoding leaves a plus sign alone, which the decoder of forms would turn into a blank.
            return JsonPointer.parse(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (InvalidPointerException e) {
            throw new IllegalArgumentException("Context-Protected names '" + encoded + "', which is no pointer", e);
        }
    }

    /** The document without these paths; null where nothing of it is left to compare. */
    static @Nullable JsonValue without(JsonValue document, SortedSet<JsonPointer> paths) {
        JsonValue rest = document;
        for (JsonPointer path : paths) {
            rest = rest == null ? null : without(rest, path, 0);
        }
        return rest;
    }

    /** Dropping an element shifts those behind it, so a path into an array takes the whole array along. */
    private static @Nullable JsonValue without(JsonValue value, JsonPointer path, int depth) {
        if (depth == path.depth() || value instanceof JsonArray) {
            return null;
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        String name = path.token(depth);
        JsonValue member = object.get(name);
        if (member == null) {
            return object;
        }
        JsonValue rest = without(member, path, depth + 1);
        return rest == null ? object.without(name) : object.with(name, rest);
    }
}
