package io.crossweave.app.translate;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object of an event, by their types; a member that is null is one that is not there. What is missing or of another type
 * ends in a {@link ProblemException} with the place.
 */
record Members(JsonObject object, String at) {
    @Nullable
    JsonValue get(String name) {
        JsonValue value = object.get(name);
        return value instanceof JsonNull ? null : value;
    }

    /** The pointer of a member of this object. */
    String pointer(String name) {
        return at + JsonPointer.of(name);
    }

    String requiredText(String name) {
        JsonValue value = get(name);
        if (value == null) {
            throw missing(name);
        }
        return text(pointer(name), value);
    }

    /** A text of 1 to so many characters; null where there is none. */
    @Nullable
    String text(String name, int charsMax) {
        JsonValue value = get(name);
        if (value == null) {
            return null;
        }
        String text = text(pointer(name), value);
        if (text.isEmpty() || text.length() > charsMax) {
            throw malformed(pointer(name), "must have 1 to " + charsMax + " characters");
        }
        return text;
    }

    @Nullable
    Members below(String name) {
        JsonValue value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject below) {
            return new Members(below, pointer(name));
        }
        throw malformed(pointer(name), "must be an object, not " + RequestJson.kindOf(value));
    }

    JsonArray requiredArray(String name) {
        JsonValue value = get(name);
        if (value == null) {
            throw missing(name);
        }
        if (value instanceof JsonArray array) {
            return array;
        }
        throw malformed(pointer(name), "must be an array, not " + RequestJson.kindOf(value));
    }

    /** A value that may be null, and yet must be there. */
    JsonValue requiredValue(String name) {
        JsonValue value = object.get(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    static String text(String pointer, JsonValue value) {
        if (value instanceof JsonString(String text)) {
            return text;
        }
        throw malformed(pointer, "must be a string, not " + RequestJson.kindOf(value));
    }

    private ProblemException missing(String name) {
        return malformed(pointer(name), "is missing");
    }

    static ProblemException malformed(String pointer, String detail) {
        return refused(ProblemType.MALFORMED_EVENT, pointer, detail);
    }

    static ProblemException refused(ProblemType type, String pointer, String detail) {
        String text = pointer.isEmpty() ? detail : pointer + " " + detail;
        return new ProblemException(Problem.of(type, text).withErrors(List.of(new Problem.Fault(pointer, detail))));
    }
}
