package io.crossweave.app.translate;

import io.crossweave.app.problem.Problem;
import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.document.InvalidPointerException;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.DeltaOperation;
import java.util.ArrayList;
import java.util.List;

/** JSON Patch (RFC 6902) as operations of a delta. */
final class JsonPatchReader {
    private JsonPatchReader() {}

    static List<DeltaOperation> read(JsonValue patch) {
        if (!(patch instanceof JsonArray operations)) {
            throw malformed("", "must be an array of operations, not " + RequestJson.kindOf(patch));
        }
        var read = new ArrayList<DeltaOperation>(operations.size());
        for (JsonValue operation : operations) {
            String pointer = "/" + read.size();
            if (!(operation instanceof JsonObject object)) {
                throw malformed(pointer, "must be an object, not " + RequestJson.kindOf(operation));
            }
            read.add(operation(pointer, object));
        }
        return read;
    }

    private static DeltaOperation operation(String pointer, JsonObject operation) {
        String op = text(pointer, operation, "op");
        return switch (op) {
            case "add" -> new DeltaOperation.Add(path(pointer, operation, "path"), value(pointer, operation));
            case "replace" -> new DeltaOperation.Replace(path(pointer, operation, "path"), value(pointer, operation));
            case "remove" -> new DeltaOperation.Remove(path(pointer, operation, "path"));
            case "test" -> new DeltaOperation.Test(path(pointer, operation, "path"), value(pointer, operation));
            case "move" -> new DeltaOperation.Move(path(pointer, operation, "from"), path(pointer, operation, "path"));
            case "copy" -> new DeltaOperation.Copy(path(pointer, operation, "from"), path(pointer, operation, "path"));
            default -> throw malformed(pointer + "/op", "must be add, replace, remove, move, copy or test");
        };
    }

    private static JsonPointer path(String pointer, JsonObject operation, String member) {
        try {
            return JsonPointer.parse(text(pointer, operation, member));
        } catch (InvalidPointerException e) {
            throw malformed(pointer + "/" + member, "must be a JSON Pointer: " + e.getMessage());
        }
    }

    private static JsonValue value(String pointer, JsonObject operation) {
        JsonValue value = operation.get("value");
        if (value == null) {
            throw malformed(pointer + "/value", "is missing");
        }
        return value;
    }

    private static String text(String pointer, JsonObject operation, String member) {
        JsonValue value = operation.get(member);
        if (value == null) {
            throw malformed(pointer + "/" + member, "is missing");
        }
        if (!(value instanceof JsonString(String text))) {
            throw malformed(pointer + "/" + member, "must be a string, not " + RequestJson.kindOf(value));
        }
        return text;
    }

    private static ProblemException malformed(String pointer, String detail) {
        String where = pointer.isEmpty() ? "the patch" : pointer;
        return new ProblemException(Problem.of(ProblemType.MALFORMED_PATCH, where + " " + detail)
                .withErrors(List.of(new Problem.Fault(pointer, detail))));
    }
}
