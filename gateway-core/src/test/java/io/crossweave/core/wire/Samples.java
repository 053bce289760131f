package io.crossweave.core.wire;

import io.crossweave.core.causality.Stamp;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Provenance;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.Supersession;
import java.util.List;
import java.util.TreeSet;

/** Fixed values whose bytes are kept as golden files: never change one, add another. */
final class Samples {
    static final SiteId VIRGINIA = new SiteId("aws-us-east-1", 0xA0B1C2D3E4F50617L);
    static final SiteId TOKYO = new SiteId("gcp-asia-northeast1", 42);
    static final ContextKey KEY = new ContextKey("acme", "conversation", "c~1@x");
    static final Dot DOT = new Dot(VIRGINIA, 5);
    static final EntryId ENTRY = new EntryId(new Dot(TOKYO, 300), 2);
    static final Hlc HLC = new Hlc(Hlc.ofMillis(1_760_000_000_123L).packed() + 7);
    static final VersionVector VECTOR = VersionVector.of(new Dot(VIRGINIA, 4), new Dot(TOKYO, 300));
    static final Labels LABELS = Labels.of("residency", "EU").join(Labels.of("residency", "DE"));
    static final BodyHash BODY_HASH = BodyHash.of(Envelopes.filled(16, 0xBB));

    static final StampedEvent EVENT = new StampedEvent(
            KEY,
            new Stamp(DOT, VECTOR, HLC, "e-4711"),
            EventType.DELTA,
            List.of(
                    new Addition(
                            0,
                            JsonPointer.of("messages"),
                            EntryKind.APPEND,
                            JsonObject.of("speaker", new JsonString("user"), "text", new JsonString("Grüß Gott")),
                            ""),
                    new Addition(
                            2,
                            JsonPointer.of("state", "a/b"),
                            EntryKind.REGISTER,
                            JsonArray.of(JsonNumber.of("9007199254740993"), JsonNumber.of("-1.50e3")),
                            "pii"),
                    new Addition(3, JsonPointer.of("state", "n"), EntryKind.INCREMENT, JsonNumber.of(1), "")),
            List.of(
                    new EntryId(new Dot(VIRGINIA, 2), 0),
                    new EntryId(new Dot(VIRGINIA, 2), 3),
                    new EntryId(new Dot(VIRGINIA, 4), 0),
                    new EntryId(new Dot(TOKYO, 300), 1)),
            List.of(1),
            LABELS,
            new Provenance(
                    "agent",
                    "2026-01-01T00:00:00Z",
                    null,
                    "corr-1",
                    null,
                    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            BODY_HASH,
            new Lifetime(HLC.millis() + 3_600_000, HLC.millis() - 1_000),
            3);

    /** One that names what its second value came in place of. */
    static final StampedEvent REPLACING = EVENT.with(List.of(
            new Addition(0, JsonPointer.of("messages"), EntryKind.APPEND, new JsonString("m"), ""),
            new Addition(
                    2,
                    JsonPointer.of("state", "a/b"),
                    EntryKind.REGISTER,
                    new JsonString("v"),
                    "pii",
                    List.of(new EntryId(new Dot(VIRGINIA, 2), 3), new EntryId(new Dot(TOKYO, 300), 1)))));

    static final Placeholder PLACEHOLDER = new Placeholder(
            KEY,
            new Dot(VIRGINIA, 6),
            8,
            List.of(EntryId.wholeDot(new Dot(TOKYO, 7)), ENTRY),
            HLC,
            new Expiry(HLC, VIRGINIA, HLC.millis() + 3_600_000));

    static final Placeholder BARE =
            new Placeholder(KEY, new Dot(VIRGINIA, 1), 1_000_000, List.of(ENTRY), HLC, null, true);

    static final SharersNotice SHARERS =
            new SharersNotice(KEY, new TreeSet<>(List.of("aws-us-east-1", "gcp-asia-northeast1")));

    private Samples() {}

    /** A delete and a write that did not see it, which somebody has overwritten since. */
    static final ConflictRecord CONFLICT = ConflictRecord.of(
            KEY,
            JsonPointer.ROOT,
            new ConflictSide(
                    DOT,
                    HLC,
                    "human",
                    false,
                    List.of(new ConflictPart(EntryId.WHOLE_DOT, JsonPointer.ROOT, EntryKind.REGISTER, null, null))),
            new ConflictSide(
                    new Dot(DOT.site(), DOT.counter() + 1),
                    HLC,
                    "agent",
                    true,
                    List.of(
                            new ConflictPart(
                                    2,
                                    JsonPointer.of("state", "city"),
                                    EntryKind.REGISTER,
                                    new JsonString("Oslo"),
                                    new Supersession(HLC.tick(), new Dot(DOT.site(), DOT.counter() + 2))),
                            new ConflictPart(7, JsonPointer.of("visits"), EntryKind.INCREMENT, null, null))));
}
