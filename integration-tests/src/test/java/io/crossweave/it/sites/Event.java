package io.crossweave.it.sites;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A native event as an app writes it: a delta of operations. */
record Event(String type, String contextId, String eventId, List<JsonValue> operations, Map<String, String> labels) {
    Event {
        operations = List.copyOf(operations);
        labels = Map.copyOf(labels);
    }

    static Event of(String type, String contextId, String eventId) {
        return new Event(type, contextId, eventId, List.of(), Map.of());
    }

    Event append(String path, JsonValue value) {
        return with(operation("APPEND", path, value));
    }

    Event add(String path, JsonValue value) {
        return with(operation("ADD", path, value));
    }

    Event increment(String path, JsonValue by) {
        return with(operation("INCREMENT", path, by));
    }

    Event labelled(String name, String value) {
        return new Event(type, contextId, eventId, operations, Map.of(name, value));
    }

    private Event with(JsonValue operation) {
        var more = new ArrayList<>(operations);
        more.add(operation);
        return new Event(type, contextId, eventId, more, labels);
    }

    private static JsonValue operation(String name, String path, JsonValue value) {
        return JsonObject.of("type", new JsonString(name), "path", new JsonString(path), "value", value);
    }

    String path() {
        return "/v1/contexts/" + type + "/" + contextId;
    }

    byte[] json() {
        JsonObject json = JsonObject.of("type", new JsonString(type), "contextId", new JsonString(contextId))
                .with("eventId", new JsonString(eventId))
                .with("eventType", new JsonString("CONTEXT_DELTA"))
                .with("payload", JsonObject.of("operations", JsonArray.of(operations)));
        JsonObject written = JsonObject.EMPTY;
        for (var label : labels.entrySet()) {
            written = written.with(label.getKey(), new JsonString(label.getValue()));
        }
        return JsonWriter.canonicalBytes(
                labels.isEmpty() ? json : json.with("metadata", JsonObject.of("labels", written)));
    }
}
