package io.crossweave.app.translate;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.document.InvalidJsonException;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.limits.Limits;
import java.util.List;

/** Bodies as JSON values. */
public final class RequestJson {
    private static final JsonLimits LIMITS = new JsonLimits(Limits.DOCUMENT_BYTES_MAX, Limits.JSON_DEPTH_MAX);

    private RequestJson() {}

    public static JsonValue parse(byte[] body) {
        try {
            return JsonReader.parse(body, LIMITS);
        } catch (InvalidJsonException e) {
            throw new ProblemException(problemOf(e));
        }
    }

    /** A whole document, which is an object: paths, merge rules and classes are those of members. */
    public static JsonObject document(JsonValue value, String pointer) {
        if (value instanceof JsonObject document) {
            return document;
        }
        Problem problem = Problem.of(ProblemType.INVALID_DOCUMENT, "a document is a JSON object, not " + kindOf(value));
        throw new ProblemException(problem.withErrors(List.of(new Problem.Fault(pointer, "must be an object"))));
    }

    /** What a value is, in the words of RFC 8259. */
    public static String kindOf(JsonValue value) {
        return switch (value) {
            case JsonObject _ -> "an object";
            case JsonArray _ -> "an array";
            case JsonString _ -> "a string";
            case JsonNumber _ -> "a number";
            case JsonBoolean _ -> "a boolean";
            case JsonNull _ -> "null";
        };
    }

    private static Problem problemOf(InvalidJsonException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case TOO_LARGE -> Problem.of(ProblemType.TOO_LARGE, detail).withLimit(LIMITS.bytesMax());
            case TOO_DEEP -> Problem.of(ProblemType.MALFORMED_JSON, detail).withLimit(LIMITS.depthMax());
            case MALFORMED, NOT_UNICODE, DUPLICATE_KEY, OUT_OF_BOUNDS -> Problem.of(ProblemType.MALFORMED_JSON, detail);
        };
    }
}
