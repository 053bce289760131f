package io.crossweave.app.translate;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.QuarantineEntry;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.gateway.QuarantineOutcome;
import io.crossweave.core.stored.QuarantineRecord;
import java.time.Instant;

/** Quarantined items as operators see them. */
public final class QuarantineJson {
    private QuarantineJson() {}

    /** Nothing of what the item holds. */
    public static JsonObject of(QuarantineEntry entry) {
        QuarantineId id = entry.id();
        JsonObject json = JsonObject.of(
                        "id", new JsonString(QuarantineIds.encode(id)),
                        "type", new JsonString(id.key().type()),
                        "contextId", new JsonString(id.key().id()))
                .with("site", new JsonString(id.dot().site().region()))
                .with("dot", new JsonString(id.dot().toString()))
                .with("reason", new JsonString(entry.reason()))
                .with("attempts", JsonNumber.of(entry.attempts()))
                .with(
                        "firstFailureAt",
                        new JsonString(
                                Instant.ofEpochMilli(entry.firstFailureMs()).toString()));
        if (entry.lastCounter() > id.dot().counter()) {
            json = json.with("lastCounter", JsonNumber.of(entry.lastCounter()));
        }
        return entry.eventId().isEmpty() ? json : json.with("eventId", new JsonString(entry.eventId()));
    }

    /** The event as a history would tell it: for those who may read. */
    public static JsonValue event(QuarantineRecord kept) {
        return HistoryJson.of(kept.item());
    }

    public static JsonObject of(QuarantineOutcome outcome) {
        return switch (outcome) {
            case QuarantineOutcome.Applied _ -> told("applied");
            case QuarantineOutcome.Waiting _ -> told("waiting");
            case QuarantineOutcome.Declined _ -> told("declined");
            case QuarantineOutcome.Kept(String reason, int attempts) ->
                told("quarantined").with("reason", new JsonString(reason)).with("attempts", JsonNumber.of(attempts));
            case QuarantineOutcome.Unknown _ -> throw QuarantineIds.absent();
        };
    }

    private static JsonObject told(String outcome) {
        return JsonObject.of("outcome", new JsonString(outcome));
    }
}
