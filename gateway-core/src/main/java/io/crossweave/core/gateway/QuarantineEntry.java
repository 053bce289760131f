package io.crossweave.core.gateway;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.stored.QuarantineRecord;

/**
 * A quarantined item without what it holds.
 *
 * @param lastCounter the counter of its last dot: that of its first, but for a run of empty dots
 * @param eventId the client's id of the event; empty for empty dots
 * @param attempts how often it could not be applied
 * @param firstFailureMs the site clock when that was first so
 */
public record QuarantineEntry(
        QuarantineId id, long lastCounter, String eventId, String reason, int attempts, long firstFailureMs) {
    public static QuarantineEntry of(QuarantineRecord kept) {
        CausalItem item = kept.item();
        String eventId = switch (item) {
            case StampedEvent event -> event.stamp().eventId();
            case Placeholder _ -> "";
        };
        return new QuarantineEntry(
                new QuarantineId(item.key(), item.dot()),
                item.lastCounter(),
                eventId,
                kept.reason(),
                kept.attempts(),
                kept.firstFailureMs());
    }
}
