package io.crossweave.policy;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;

/** Builds stamped events for one test. */
final class Events {
    private final SiteId site;
    private final String type;

    Events(String region, String type) {
        this.site = new SiteId(region, 1);
        this.type = type;
    }

    StampedEvent delta(Labels labels, Addition... additions) {
        return event(EventType.DELTA, labels, List.of(additions), List.of());
    }

    /** Ordinals follow from the order of the paths; each is a register with the given value. */
    StampedEvent registers(JsonValue value, String... paths) {
        var additions = new ArrayList<Addition>();
        for (String path : paths) {
            additions.add(register(additions.size(), path, value));
        }
        return event(EventType.DELTA, Labels.NONE, additions, List.of());
    }

    StampedEvent deletion(Labels labels) {
        return event(EventType.DELETED, labels, List.of(), List.of(new EntryId(new Dot(site, 1), 0)));
    }

    StampedEvent removal(Labels labels) {
        return event(EventType.DELTA, labels, List.of(), List.of(new EntryId(new Dot(site, 1), 0)));
    }

    private StampedEvent event(EventType eventType, Labels labels, List<Addition> additions, List<EntryId> removals) {
        var stamp = new Stamp(new Dot(site, 2), VersionVector.EMPTY, Hlc.ZERO, "event-1");
        return new StampedEvent(
                new ContextKey("acme", type, "c1"),
                stamp,
                eventType,
                additions,
                removals,
                List.of(),
                labels,
                Provenance.UNKNOWN,
                BodyHash.UNKNOWN,
                Lifetime.UNCHANGED,
                1);
    }

    static Addition register(int ordinal, String path, JsonValue value) {
        return addition(ordinal, path, EntryKind.REGISTER, value);
    }

    static Addition addition(int ordinal, String path, EntryKind kind, JsonValue value) {
        return new Addition(ordinal, JsonPointer.parse(path), kind, value, "");
    }
}
