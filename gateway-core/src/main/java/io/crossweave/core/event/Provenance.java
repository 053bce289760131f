package io.crossweave.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Who made a change and why, as the app told it. None of it is ever used for order, but the source where a path's rule asks for it.
 *
 * @param source {@code human}, {@code agent}, {@code automation} or another one; only what the publisher's token lists
 *     counts, and it is empty where nothing does
 * @param timestamp the app's own time, as it was written
 * @param payloadVersion the schema version of the payload
 * @param traceparent W3C trace context
 */
public record Provenance(
        String source,
        @Nullable String timestamp,
        @Nullable String payloadVersion,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String traceparent) {
    public static final Provenance UNKNOWN = new Provenance("", null, null, null, null, null);
}
