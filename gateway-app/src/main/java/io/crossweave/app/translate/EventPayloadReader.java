package io.crossweave.app.translate;

import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.document.InvalidPointerException;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The payload of a native event, which its {@code eventType} shapes. */
final class EventPayloadReader {
    private static final String PAYLOAD = "payload";

    private EventPayloadReader() {}

    static Payload read(Members event) {
        String eventType = event.requiredText("eventType");
        Members payload = event.below(PAYLOAD);
        return switch (eventType) {
            case "CONTEXT_STATE" -> state(required(event, payload));
            case "CONTEXT_DELTA" -> delta(required(event, payload));
            case "CONTEXT_DELETED" -> deletion(payload);
            case "CONTEXT_RECONCILIATION" -> ResolutionReader.reconciliation(required(event, payload));
            default ->
                throw Members.refused(
                        ProblemType.UNSUPPORTED_FIELD,
                        event.pointer("eventType"),
                        "must be CONTEXT_STATE, CONTEXT_DELTA, CONTEXT_DELETED or CONTEXT_RECONCILIATION");
        };
    }

    private static Members required(Members event, @Nullable Members payload) {
        if (payload == null) {
            throw Members.malformed(event.pointer(PAYLOAD), "is missing");
        }
        return payload;
    }

    private static Payload state(Members payload) {
        JsonValue document = payload.requiredValue("document");
        return new Payload.State(RequestJson.document(document, payload.pointer("document")));
    }

    private static Payload deletion(@Nullable Members payload) {
        if (payload != null && !payload.object().isEmpty()) {
            throw Members.malformed(payload.at(), "of a deletion is empty");
        }
        return new Payload.Deletion();
    }

    private static Payload delta(Members payload) {
        JsonArray operations = payload.requiredArray("operations");
        List<DeltaOperation> read = new ArrayList<>(operations.size());
        for (JsonValue operation : operations) {
            String pointer = payload.pointer("operations") + "/" + read.size();
            if (!(operation instanceof JsonObject object)) {
                throw Members.malformed(pointer, "must be an object, not " + RequestJson.kindOf(operation));
            }
            read.add(operation(new Members(object, pointer)));
        }
        return new Payload.Delta(read);
    }

    private static DeltaOperation operation(Members operation) {
        String type = operation.requiredText("type");
        JsonPointer path = path(operation);
        return switch (type) {
            case "ADD" -> new DeltaOperation.Add(path, operation.requiredValue("value"));
            case "REPLACE" -> new DeltaOperation.Replace(path, operation.requiredValue("value"));
            case "REMOVE" -> new DeltaOperation.Remove(path);
            case "INCREMENT" -> new DeltaOperation.Increment(path, number(operation));
            case "SET_ADD" -> new DeltaOperation.SetAdd(path, operation.requiredValue("value"));
            case "SET_REMOVE" -> new DeltaOperation.SetRemove(path, operation.requiredValue("value"));
            case "APPEND" -> new DeltaOperation.Append(path, operation.requiredValue("value"));
            case "TEST" -> new DeltaOperation.Test(path, operation.requiredValue("value"));
            default ->
                throw Members.refused(
                        ProblemType.UNSUPPORTED_FIELD,
                        operation.pointer("type"),
                        "must be ADD, REPLACE, REMOVE, INCREMENT, SET_ADD, SET_REMOVE, APPEND or TEST");
        };
    }

    private static JsonPointer path(Members operation) {
        try {
            return JsonPointer.parse(operation.requiredText("path"));
        } catch (InvalidPointerException e) {
            throw Members.malformed(operation.pointer("path"), "must be a JSON Pointer: " + e.getMessage());
        }
    }

    private static JsonNumber number(Members operation) {
        JsonValue value = operation.requiredValue("value");
        if (value instanceof JsonNumber by) {
            return by;
        }
        throw Members.malformed(operation.pointer("value"), "must be a number, not " + RequestJson.kindOf(value));
    }
}
