package io.crossweave.app.translate;

import io.crossweave.app.AppLimits;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.app.security.Caller;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Native events, {@code application/json} of {@code POST /v1/events}. Fields that are not known are let pass, as newer apps may send them,
 * and kept with the event; what is known has its type. {@code cloudRegion} is informative, and so is {@code metadata.compactionKey};
 * {@code metadata.priority} is what links look at. Both are checked for their type and kept with what is not known.
 */
public final class NativeEventReader {
    private static final String METADATA = "metadata";
    /** What an event or its metadata says in a place of its own here; all else is kept as it is. */
    private static final Set<String> TOLD =
            Set.of("eventId", "timestamp", "version", "type", "contextId", "eventType", "payload", METADATA);

    private static final Set<String> TOLD_IN_METADATA =
            Set.of("ttl", "labels", "source", "correlationId", "causationId");

    private final Caller caller;
    private final @Nullable String idempotencyKey;
    private final @Nullable String traceparent;

    /** The idempotency key stands in for an event id where the event has none. */
    public NativeEventReader(Caller caller, @Nullable String idempotencyKey, @Nullable String traceparent) {
        this.caller = caller;
        this.idempotencyKey = idempotencyKey;
        this.traceparent = traceparent;
    }

    public ContextEvent read(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            throw Members.refused(
                    ProblemType.MALFORMED_EVENT, "", "an event is an object, not " + RequestJson.kindOf(value));
        }
        var event = new Members(object, "");
        ContextKey key = key(event);
        refuseMisplaced(object);
        String eventId = event.text("eventId", AppLimits.SHORT_TEXT_CHARS_MAX);
        Payload payload = EventPayloadReader.read(event);
        event.text("cloudRegion", AppLimits.SHORT_TEXT_CHARS_MAX);
        Members metadata = event.below(METADATA);
        return new ContextEvent(
                key,
                eventId == null ? EventIds.of(caller, idempotencyKey) : eventId,
                payload,
                metadata == null ? Labels.NONE : labels(metadata),
                provenance(event, metadata),
                TimeToLive.of(metadata),
                BodyHashes.of(object),
                caller.subject());
    }

    /** Unknown members are allowed, but labels in the wrong place would let data go where they forbid it. */
    private static void refuseMisplaced(JsonObject event) {
        if (event.get("labels") != null) {
            throw Members.refused(ProblemType.MALFORMED_EVENT, "/labels", "labels belong into /metadata/labels");
        }
    }

    private ContextKey key(Members event) {
        String type = event.requiredText("type");
        String id = event.requiredText("contextId");
        try {
            return new ContextKey(caller.tenant(), type, id);
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage());
            String pointer = reason.startsWith("context id") ? "/contextId" : "/type";
            throw Members.refused(ProblemType.MALFORMED_EVENT, pointer, reason);
        }
    }

    private Provenance provenance(Members event, @Nullable Members metadata) {
        int chars = AppLimits.SHORT_TEXT_CHARS_MAX;
        String timestamp = event.text("timestamp", chars);
        String version = event.text("version", chars);
        JsonObject others = others(event, metadata);
        if (metadata == null) {
            return new Provenance(caller.sourceFor(""), timestamp, version, null, null, traceparent, others);
        }
        metadata.text("priority", chars);
        metadata.text("compactionKey", chars);
        String source = metadata.text("source", chars);
        return new Provenance(
                caller.sourceFor(source == null ? "" : source),
                timestamp,
                version,
                metadata.text("correlationId", chars),
                metadata.text("causationId", chars),
                traceparent,
                others);
    }

    private static JsonObject others(Members event, @Nullable Members metadata) {
        JsonObject others = without(event.object(), TOLD);
        JsonObject below = metadata == null ? JsonObject.EMPTY : without(metadata.object(), TOLD_IN_METADATA);
        if (!below.isEmpty()) {
            others = others.with(METADATA, below);
        }
        int bytes = JsonWriter.canonicalBytes(others).length;
        if (bytes > AppLimits.OTHER_FIELDS_BYTES_MAX) {
            throw Members.refused(
                    ProblemType.TOO_LARGE,
                    "",
                    "fields that are not known have at most " + AppLimits.OTHER_FIELDS_BYTES_MAX
                            + " bytes together, not " + bytes);
        }
        return others;
    }

    private static JsonObject without(JsonObject object, Set<String> told) {
        JsonObject rest = object;
        for (String name : told) {
            rest = rest.without(name);
        }
        return rest;
    }

    private static Labels labels(Members metadata) {
        Members labels = metadata.below("labels");
        if (labels == null) {
            return Labels.NONE;
        }
        var reader = new LabelReader();
        for (Map.Entry<String, JsonValue> label : labels.object().members()) {
            String pointer = labels.pointer(label.getKey());
            try {
                reader.add(label.getKey(), Members.text(pointer, label.getValue()));
            } catch (IllegalArgumentException e) {
                throw Members.refused(ProblemType.MALFORMED_EVENT, pointer, String.valueOf(e.getMessage()));
            }
        }
        return reader.labels();
    }
}
