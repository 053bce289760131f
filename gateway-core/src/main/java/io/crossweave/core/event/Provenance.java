package io.crossweave.core.event;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import org.jspecify.annotations.Nullable;

/**
 * Who made a change and why, as the app told it. None of it is ever used for order, but the source where a path's rule asks for it.
 *
 * @param source {@code human}, {@code agent}, {@code automation} or another one; only what the publisher's token lists
 *     counts, and it is empty where nothing does
 * @param timestamp the app's own time, as it was written
 * @param payloadVersion the schema version of the payload
 * @param traceparent W3C trace context
 * @param others what else the app told with its event, which means nothing here and is kept
 */
public record Provenance(
        String source,
        @Nullable String timestamp,
        @Nullable String payloadVersion,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent,
        JsonObject others) {
    private static final JsonString URGENT = new JsonString("HIGH");

    public Provenance(
            String source,
            @Nullable String timestamp,
            @Nullable String payloadVersion,
            @Nullable String correlationId,
            @Nullable String causationId,
            @Nullable String traceparent) {
        this(source, timestamp, payloadVersion, correlationId, causationId, traceparent, JsonObject.EMPTY);
    }

    /** Whether the app asked that what was not sent of the context yet goes before other contexts ({@code metadata.priority}). */
    public boolean isUrgent() {
        return others.get("metadata") instanceof JsonObject metadata && URGENT.equals(metadata.get("priority"));
    }

    /** For a destination that may not hold all of the event: no rule can tell what is in fields that nobody knows. */
    public Provenance withoutOthers() {
        return new Provenance(source, timestamp, payloadVersion, correlationId, causationId, traceparent);
    }

    public static final Provenance UNKNOWN = new Provenance("", null, null, null, null, null);
}
