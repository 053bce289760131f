package io.crossweave.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.document.JsonLimits;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonReader;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.LosingTwin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One site's copy of one context: it publishes by the real path, at a clock that the test sets, and applies what others released. */
final class Replica {
    /** What a context shows that is deleted or unknown. */
    static final String NOTHING = "nothing";

    static final ContextKey KEY = new ContextKey("t", "demo", "c-1");

    final SiteId site;
    final ContextState state;
    final StoredCopy stored = new StoredCopy();
    ConflictBook conflicts = new ConflictBook(KEY);
    final StoredConflicts storedConflicts = new StoredConflicts();
    private final PublishPath path;
    private int published;

    Replica(String region) {
        this(region, Types.DEMO);
    }

    Replica(String region, ContextType type) {
        this(region, type, Policies.PERMISSIVE);
    }

    Replica(String region, ContextType type, ReleasePolicy policy) {
        this.site = new SiteId(region, 1);
        this.state = new ContextState(KEY, type);
        this.path = new PublishPath(site, policy);
    }

    // ---- publishing ------------------------------------------------------------------------------------------------

    StampedEvent put(long nowMs, String document) {
        return publish(nowMs, new Payload.State((JsonObject) json(document)));
    }

    StampedEvent merge(long nowMs, String patch) {
        return publish(nowMs, new Payload.Merge(json(patch)));
    }

    StampedEvent delta(long nowMs, DeltaOperation... operations) {
        return publish(nowMs, new Payload.Delta(List.of(operations)));
    }

    StampedEvent delete(long nowMs) {
        return publish(nowMs, new Payload.Deletion());
    }

    /** Publishes with a time to live, in seconds; 0 for none. */
    StampedEvent publishFor(long ttlS, long nowMs, Payload payload) {
        return done(stamp(nowMs, change(site.region() + ++published, payload, ttlS)));
    }

    StampedEvent putFor(long ttlS, long nowMs, String document) {
        return publishFor(ttlS, nowMs, new Payload.State((JsonObject) json(document)));
    }

    StampedEvent deltaFor(long ttlS, long nowMs, DeltaOperation... operations) {
        return publishFor(ttlS, nowMs, new Payload.Delta(List.of(operations)));
    }

    StampedEvent publish(long nowMs, Payload payload) {
        return publish(nowMs, site.region() + ++published, payload);
    }

    StampedEvent publish(long nowMs, String eventId, Payload payload) {
        return done(stamp(nowMs, eventId, payload));
    }

    private StampedEvent done(Stamping stamping) {
        assertThat(stamping).isInstanceOf(Stamping.Stamped.class);
        StampedEvent event = ((Stamping.Stamped) stamping).event();
        apply(event);
        return event;
    }

    PublishOutcome refused(Payload payload) {
        String before = fingerprint();
        Stamping stamping = stamp(1, "refused", payload);
        assertThat(stamping).isInstanceOf(Stamping.Refused.class);
        assertThat(fingerprint()).isEqualTo(before);
        return ((Stamping.Refused) stamping).outcome();
    }

    PublishOutcome refused(DeltaOperation... operations) {
        return refused(new Payload.Delta(List.of(operations)));
    }

    Stamping stamp(long nowMs, String eventId, Payload payload) {
        return stamp(nowMs, change(eventId, payload, 0));
    }

    Stamping stamp(long nowMs, ContextEvent change) {
        return stamp(nowMs, change, Precondition.NONE);
    }

    Stamping stamp(long nowMs, ContextEvent change, Precondition precondition) {
        return path.stamp(state, conflicts, change, precondition, nowMs);
    }

    /** Publishes as somebody. */
    StampedEvent deltaAs(String source, long nowMs, DeltaOperation... operations) {
        var payload = new Payload.Delta(List.of(operations));
        return done(stamp(nowMs, change(source, site.region() + ++published, payload, 0)));
    }

    static ContextEvent change(String eventId, Payload payload, long ttlS) {
        return change("", eventId, payload, ttlS);
    }

    static ContextEvent change(String source, String eventId, Payload payload, long ttlS) {
        var provenance = new Provenance(source, null, null, null, null, null);
        return new ContextEvent(KEY, eventId, payload, Labels.NONE, provenance, ttlS, BodyHash.UNKNOWN);
    }

    // ---- applying --------------------------------------------------------------------------------------------------

    void apply(CausalItem... items) {
        for (CausalItem item : items) {
            state.apply(item, stored);
            conflicts.applied(state, item);
            conflicts.flush(storedConflicts);
        }
    }

    void loseTwin(LosingTwin loser) {
        state.loseTwin(loser);
        conflicts.forget(loser.dot());
        conflicts.flush(storedConflicts);
    }

    boolean canApply(CausalItem item) {
        long delivered = state.vector().get(item.dot().site());
        return item.dot().counter() == delivered + 1
                && switch (item) {
                    case StampedEvent event ->
                        state.vector().covers(event.stamp().depends());
                    default -> true;
                };
    }

    // ---- looking ---------------------------------------------------------------------------------------------------

    String documentAt(long nowMs) {
        return textOf(state.documentAt(nowMs));
    }

    String document() {
        return textOf(state.document());
    }

    /** All that two sites with the same projection have alike (L2). */
    String canonicalForm() {
        return Canonical.of(state);
    }

    /** All that a draft must leave as it was. */
    String fingerprint() {
        return Canonical.of(state) + state.weight() + state.vector() + state.meta();
    }

    static String textOf(@Nullable JsonValue value) {
        return value == null ? NOTHING : JsonWriter.toText(value);
    }

    static JsonValue json(String text) {
        return JsonReader.parse(text.replace('\'', '"'), JsonLimits.DEFAULT);
    }
}
