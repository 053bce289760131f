package io.crossweave.app.translate;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Applied events as history tells them: what was added where, by whom. */
public final class HistoryJson {
    private HistoryJson() {}

    public static JsonValue of(HistoryItem item) {
        return of(item.item()).with("sequence", JsonNumber.of(item.sequence()));
    }

    static JsonObject of(CausalItem item) {
        return switch (item) {
            case StampedEvent event -> event(event);
            case Placeholder placeholder -> placeholder(placeholder);
        };
    }

    private static JsonObject event(StampedEvent event) {
        JsonObject json = JsonObject.of(
                        "eventId", new JsonString(event.stamp().eventId()),
                        "contextId", new JsonString(event.key().id()),
                        "type", new JsonString(event.key().type()))
                .with("eventType", new JsonString("CONTEXT_" + event.type().name()))
                .with("site", new JsonString(event.dot().site().region()))
                .with("dot", new JsonString(event.dot().toString()))
                .with("hlc", new JsonString(event.stamp().hlc().toString()))
                .with("additions", additions(event.additions()))
                .with("removals", JsonNumber.of(event.removals().size()));
        if (!event.hidden().isEmpty()) {
            json = json.with("hidden", JsonNumber.of(event.hidden().size()));
        }
        long expiresAtMs = event.lifetime().expiresAtMs();
        if (expiresAtMs != Lifetime.UNTOLD && expiresAtMs != Lifetime.NEVER) {
            json = json.with(
                    "expiresAt",
                    new JsonString(Instant.ofEpochMilli(expiresAtMs).toString()));
        }
        if (!event.labels().isEmpty()) {
            json = json.with("labels", labels(event.labels()));
        }
        return provenance(json, event.provenance());
    }

    /** Nothing of what stood there but that it stood there. */
    private static JsonObject placeholder(Placeholder placeholder) {
        JsonObject json = JsonObject.of(
                placeholder.bare() ? "superseded" : "protected",
                JsonBoolean.TRUE,
                "site",
                new JsonString(placeholder.dot().site().region()),
                "dot",
                new JsonString(placeholder.dot().toString()));
        return placeholder.lastCounter() == placeholder.dot().counter()
                ? json
                : json.with("lastCounter", JsonNumber.of(placeholder.lastCounter()));
    }

    private static JsonArray additions(List<Addition> additions) {
        List<JsonValue> json = new ArrayList<>(additions.size());
        for (Addition addition : additions) {
            JsonObject added = JsonObject.of(
                    "kind", new JsonString(kind(addition.kind())),
                    "path", new JsonString(addition.path().toString()),
                    "value", addition.value());
            boolean older = !addition.asOf().equals(Hlc.ZERO);
            json.add(older ? added.with("asOf", new JsonString(addition.asOf().toString())) : added);
        }
        return JsonArray.of(json);
    }

    private static String kind(EntryKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject labels(Labels labels) {
        JsonObject json = JsonObject.EMPTY;
        for (var label : labels.values().entrySet()) {
            List<JsonValue> values = new ArrayList<>();
            label.getValue().forEach(value -> values.add(new JsonString(value)));
            json = json.with(label.getKey(), JsonArray.of(values));
        }
        return json;
    }

    private static JsonObject provenance(JsonObject json, Provenance provenance) {
        JsonObject told =
                provenance.source().isEmpty() ? json : json.with("source", new JsonString(provenance.source()));
        told = with(told, "timestamp", provenance.timestamp());
        told = with(told, "version", provenance.payloadVersion());
        told = with(told, "correlationId", provenance.correlationId());
        told = with(told, "causationId", provenance.causationId());
        return provenance.others().isEmpty() ? told : told.with("otherFields", provenance.others());
    }

    private static JsonObject with(JsonObject json, String name, @Nullable String value) {
        return value == null ? json : json.with(name, new JsonString(value));
    }
}
