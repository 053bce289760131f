package io.crossweave.benchmarks;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Stamped appends to many conversations of one tenant, as a destination lane finds them in its log. */
final class DialogueEvents {
    private static final JsonPointer MESSAGES = JsonPointer.parse("/messages");
    private static final long NOW_MS = 1_760_000_000_000L;

    private final Dialogue dialogue;
    private final SiteId origin;
    private final SiteId second;
    private final SiteId third;
    private long made;

    DialogueEvents(long seed, SiteId origin) {
        dialogue = new Dialogue(seed);
        this.origin = origin;
        second = new SiteId("azure-westeurope", 0x2b7e151628aed2a6L);
        third = new SiteId("gcp-asia-northeast1", 0x6bc1bee22e409f96L);
    }

    List<StampedEvent> next(int count) {
        var events = new ArrayList<StampedEvent>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    private StampedEvent next() {
        made++;
        var key = new ContextKey("acme-travel", "conversation", "call-" + dialogue.reference());
        long counter = 10 + made % 40;
        VersionVector depends = VersionVector.of(
                new Dot(origin, counter - 1), new Dot(second, 3 + made % 7), new Dot(third, 1 + made % 5));
        String eventId = dialogue.reference() + dialogue.reference();
        return new StampedEvent(
                key,
                new Stamp(new Dot(origin, counter), depends, Hlc.ofMillis(NOW_MS + 3 * made), eventId),
                EventType.DELTA,
                List.of(new Addition(0, MESSAGES, EntryKind.APPEND, dialogue.message(), "")),
                List.of(),
                List.of(),
                Labels.of("channel", "voice"),
                new Provenance("agent", null, null, dialogue.reference(), null, null),
                BodyHash.of(eventId.getBytes(StandardCharsets.US_ASCII)),
                Lifetime.UNCHANGED,
                1);
    }
}
