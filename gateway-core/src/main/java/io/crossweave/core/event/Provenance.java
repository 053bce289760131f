package io.crossweave.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Who made a change and why, as the app told it. None of it is ever used for order.
 *
 * @param source {@code human}, {@code agent}, {@code automation} or another one that the publisher's token lists; empty when not told
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
