package io.crossweave.cli.replay;

import io.crossweave.cli.replay.Dialogue.Frame;
import io.crossweave.cli.replay.Dialogue.State;
import io.crossweave.cli.replay.Dialogue.Turn;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A turn as one native event: it appends to {@code /messages}, and merges what it knows of each service into {@code /state}. */
final class TurnEvent {
    static final String CONTEXT_TYPE = "conversation";

    private static final JsonPointer MESSAGES_END = JsonPointer.of("messages", "-");
    private static final JsonPointer STATE = JsonPointer.of("state");

    private TurnEvent() {}

    /** The body of {@code POST /v1/events}. */
    static JsonObject of(String contextId, String eventId, Turn turn, Instant now) {
        return JsonObject.of("eventId", text(eventId), "contextId", text(contextId), "type", text(CONTEXT_TYPE))
                .with("eventType", text("CONTEXT_DELTA"))
                .with("timestamp", text(now.toString()))
                .with("version", text("1"))
                .with("payload", JsonObject.of("operations", JsonArray.of(operations(turn))));
    }

    private static List<JsonValue> operations(Turn turn) {
        var operations = new ArrayList<JsonValue>();
        operations.add(operation("ADD", MESSAGES_END, message(turn)));
        for (Frame frame : turn.frames()) {
            JsonPointer service = STATE.child(frame.service());
            frame.state().ifPresent(state -> operations.addAll(merge(service, state)));
        }
        return operations;
    }

    private static JsonObject message(Turn turn) {
        List<JsonValue> services = turn.frames().stream()
                .<JsonValue>map(frame -> text(frame.service()))
                .toList();
        return JsonObject.of(
                "speaker", text(turn.speaker()), "text", text(turn.text()), "services", JsonArray.of(services));
    }

    private static List<JsonValue> merge(JsonPointer service, State state) {
        var operations = new ArrayList<JsonValue>();
        state.activeIntent()
                .ifPresent(
                        intent -> operations.add(operation("REPLACE", service.child("active_intent"), text(intent))));
        JsonPointer slots = service.child("slot_values");
        state.slotValues().forEach((slot, values) -> operations.add(operation("REPLACE", slots.child(slot), values)));
        return operations;
    }

    private static JsonObject operation(String type, JsonPointer path, JsonValue value) {
        return JsonObject.of("type", text(type), "path", text(path.toString()), "value", value);
    }

    private static JsonString text(String value) {
        return new JsonString(value);
    }
}
