package io.crossweave.core.scripted;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.Tier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Changes of one context type with a log, a set, a counter and registers. */
public final class Changes {
    /** {@code /log} is a log, {@code /tags} a set, {@code /visits} a counter, all else registers. */
    public static final ContextType NOTE = type("note", Tier.CRITICAL);

    /** The same, with batches that wait for more. */
    public static final ContextType MEMO = type("memo", Tier.BACKGROUND);

    private Changes() {}

    private static ContextType type(String name, Tier tier) {
        return new ContextType(
                name,
                1,
                tier,
                List.of(
                        new ContextType.PathMerge(PathPattern.parse("/log"), MergeRule.LOG),
                        new ContextType.PathMerge(PathPattern.parse("/tags"), MergeRule.SET),
                        new ContextType.PathMerge(PathPattern.parse("/visits"), MergeRule.COUNTER)),
                List.of());
    }

    public static ContextKey note(String id) {
        return new ContextKey("t", "note", id);
    }

    /** Another note in the shard of this one. */
    public static ContextKey beside(ContextKey key) {
        return beside(key, 1).getFirst();
    }

    /** Other notes in the shard of this one. */
    public static List<ContextKey> beside(ContextKey key, int count) {
        return IntStream.iterate(0, serial -> serial + 1)
                .mapToObj(serial -> note(key.id() + serial))
                .filter(other -> other.shard() == key.shard())
                .limit(count)
                .toList();
    }

    public static ContextEvent append(ContextKey key, String eventId) {
        return delta(key, eventId, new DeltaOperation.Append(JsonPointer.parse("/log"), new JsonString(eventId)));
    }

    public static ContextEvent increment(ContextKey key, String eventId) {
        return delta(key, eventId, new DeltaOperation.Increment(JsonPointer.parse("/visits"), JsonNumber.of(1)));
    }

    public static ContextEvent set(ContextKey key, String eventId, String path, String text) {
        return set(key, eventId, path, new JsonString(text));
    }

    public static ContextEvent set(ContextKey key, String eventId, String path, JsonValue value) {
        return delta(key, eventId, new DeltaOperation.Add(JsonPointer.parse(path), value));
    }

    /** The whole document. */
    public static ContextEvent put(ContextKey key, String eventId, JsonObject document) {
        return event(key, eventId, new Payload.State(document));
    }

    public static ContextEvent remove(ContextKey key, String eventId, String path) {
        return delta(key, eventId, new DeltaOperation.Remove(JsonPointer.parse(path)));
    }

    public static ContextEvent delete(ContextKey key, String eventId) {
        return event(key, eventId, new Payload.Deletion());
    }

    public static ContextEvent delta(ContextKey key, String eventId, DeltaOperation... operations) {
        return event(key, eventId, new Payload.Delta(new ArrayList<>(Arrays.asList(operations))));
    }

    private static ContextEvent event(ContextKey key, String eventId, Payload payload) {
        return new ContextEvent(key, eventId, payload, Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN);
    }

    /** The change, of which its client says that it is urgent. */
    public static ContextEvent urgent(ContextEvent event) {
        var others = JsonObject.of("metadata", JsonObject.of("priority", new JsonString("HIGH")));
        return new ContextEvent(
                event.key(),
                event.eventId(),
                event.payload(),
                event.labels(),
                new Provenance("", null, null, null, null, null, others),
                event.bodyHash());
    }

    public static ContextEvent labelled(ContextEvent event, String name, String value) {
        return new ContextEvent(
                event.key(),
                event.eventId(),
                event.payload(),
                Labels.of(name, value),
                event.provenance(),
                event.bodyHash());
    }

    /** The change with a time to live. */
    public static ContextEvent living(ContextEvent event, long ttlS) {
        return new ContextEvent(
                event.key(),
                event.eventId(),
                event.payload(),
                event.labels(),
                event.provenance(),
                ttlS,
                event.bodyHash());
    }

    /** The change with the hash of a body, at least 16 characters long. */
    public static ContextEvent withBody(ContextEvent event, String body) {
        return new ContextEvent(
                event.key(),
                event.eventId(),
                event.payload(),
                event.labels(),
                event.provenance(),
                BodyHash.of(body.getBytes(StandardCharsets.UTF_8)));
    }
}
