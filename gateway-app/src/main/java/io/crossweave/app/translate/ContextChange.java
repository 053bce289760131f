package io.crossweave.app.translate;

import io.crossweave.app.security.Caller;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.stored.ConflictRecord;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Builds the events of PUT, PATCH and DELETE, whose metadata are headers. */
public final class ContextChange {
    private final ContextKey key;
    private final Caller caller;
    private final ChangeHeaders headers;

    public ContextChange(ContextKey key, Caller caller, ChangeHeaders headers) {
        this.key = key;
        this.caller = caller;
        this.headers = headers;
    }

    public ContextEvent put(JsonValue body) {
        return event("put", body, new Payload.State(RequestJson.document(body, "")));
    }

    public ContextEvent jsonPatch(JsonValue body) {
        return event("json-patch", body, new Payload.Delta(JsonPatchReader.read(body)));
    }

    public ContextEvent mergePatch(JsonValue body) {
        return event("merge-patch", body, new Payload.Merge(RequestJson.document(body, "")));
    }

    public ContextEvent delete() {
        return event("delete", JsonNull.NULL, new Payload.Deletion());
    }

    /** The answer to a conflict of the context. */
    public ContextEvent resolve(JsonValue body, ConflictRecord conflict) {
        return event("resolution " + conflict.id(), body, ResolutionReader.read(body, conflict));
    }

    private ContextEvent event(String call, JsonValue body, Payload payload) {
        JsonObject hashed = JsonObject.of("call", new JsonString(call), "body", body, "labels", labelsJson());
        hashed = with(hashed, "ttl", headers.ttlS() == 0 ? null : Long.toString(headers.ttlS()));
        hashed = with(hashed, "correlationId", headers.correlationId());
        hashed = with(hashed, "causationId", headers.causationId());
        var provenance = new Provenance(
                caller.sourceFor(""),
                null,
                null,
                headers.correlationId(),
                headers.causationId(),
                headers.traceparent());
        return new ContextEvent(
                key,
                EventIds.of(caller, headers.idempotencyKey()),
                payload,
                headers.labels(),
                provenance,
                headers.ttlS(),
                BodyHashes.of(hashed),
                caller.subject());
    }

    private JsonObject labelsJson() {
        JsonObject json = JsonObject.EMPTY;
        for (var label : headers.labels().values().entrySet()) {
            SortedSet<String> values = label.getValue();
            json = json.with(label.getKey(), new JsonString(String.join(",", values)));
        }
        return json;
    }

    private static JsonObject with(JsonObject json, String name, @Nullable String value) {
        return value == null ? json : json.with(name, new JsonString(value));
    }
}
