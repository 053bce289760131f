package io.crossweave.app.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.app.fake.FakeGateway;
import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.Arbiter;
import io.crossweave.core.model.ContextType.PathMerge;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.spi.ConflictResolver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A site of which the peer wrote {@code /plan} at the same time as it did, and that may ask a resolver. */
final class DisputedPlan {
    static final String PEER = "azure-westeurope";
    static final Dot THEIRS = new Dot(new SiteId(PEER, 1), 1);
    private static final ContextKey KEY = new ContextKey("default", "plans", "p-1");
    private static final JsonPointer PATH = JsonPointer.of("plan");

    final FakeGateway gateway = new FakeGateway();
    final ResolverReport report = new ResolverReport();
    final ContextType type;

    DisputedPlan(JsonValue ours, JsonValue theirs, String resolver, String... authority) {
        type = new ContextType(
                "plans",
                1,
                Tier.CRITICAL,
                List.of(new PathMerge(PathPattern.parse("/plan"), MergeRule.RESOLVER)),
                List.of(),
                0,
                "",
                new Arbiter(resolver, List.of(authority)));
        gateway.setType(type);
        write("ours", ours);
        arrive(THEIRS, theirs);
    }

    void write(String eventId, JsonValue plan) {
        var payload = new Payload.State(JsonObject.of("plan", plan));
        gateway.publish(
                new ContextEvent(KEY, eventId, payload, Labels.NONE, Provenance.UNKNOWN, BodyHash.UNKNOWN),
                Precondition.NONE);
    }

    void arrive(Dot dot, JsonValue plan) {
        gateway.arrive(new StampedEvent(
                KEY,
                new Stamp(dot, VersionVector.EMPTY, Hlc.ofMillis(1), dot.toString()),
                EventType.DELTA,
                List.of(new Addition(0, PATH, EntryKind.REGISTER, plan, "")),
                List.of(),
                List.of(),
                Labels.NONE,
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN,
                Lifetime.UNCHANGED,
                1));
    }

    void peer(PeerStatus.State state) {
        gateway.setPeers(List.of(new PeerStatus(PEER, state, false, 0, Map.of(), 0, 0, 0, 0)));
    }

    ResolverLoop loop(ConflictResolver resolver, long timeLimitMs) {
        return new ResolverLoop(gateway, Map.of("plans", type), Map.of(resolver.name(), resolver), report, timeLimitMs);
    }

    List<ConflictView> conflicts() {
        return gateway.conflicts(new ConflictQuery("default", "plans", ConflictQuery.Which.ALL, null, 10));
    }

    ConflictView only() {
        assertThat(conflicts()).hasSize(1);
        return conflicts().getFirst();
    }

    @Nullable
    JsonValue plan() {
        JsonObject document = gateway.read(KEY).orElseThrow().document();
        return document == null ? null : document.get("plan");
    }
}
