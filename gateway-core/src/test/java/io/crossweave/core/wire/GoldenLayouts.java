package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.Heartbeat.AppliedLane;
import io.crossweave.core.link.Heartbeat.ReceivedLane;
import io.crossweave.core.link.Heartbeat.SentLane;
import io.crossweave.core.link.Heartbeat.TurnedAway;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.stored.ConfirmedMark;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.DeleteMark;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.EventIdRecord.Twin;
import io.crossweave.core.stored.InboxItem;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.LosingTwin;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.stored.QuarantineRecord;
import io.crossweave.core.stored.ReceivedMark;
import io.crossweave.core.stored.ReceivedMark.Range;
import io.crossweave.core.stored.Sharer;
import io.crossweave.core.stored.StoredEntry;
import io.crossweave.core.stored.TidyMark;
import io.crossweave.core.wire.Corruption.Decoder;
import io.crossweave.core.wire.ParseOutcome.Parsed;
import io.crossweave.core.wire.control.HeartbeatCodec;
import io.crossweave.core.wire.stored.ConfirmedMarkCodec;
import io.crossweave.core.wire.stored.ConflictRecordCodec;
import io.crossweave.core.wire.stored.ContextMetaCodec;
import io.crossweave.core.wire.stored.DeleteMarkCodec;
import io.crossweave.core.wire.stored.EventIdRecordCodec;
import io.crossweave.core.wire.stored.HoleCodec;
import io.crossweave.core.wire.stored.InboxItemCodec;
import io.crossweave.core.wire.stored.LogRecordCodec;
import io.crossweave.core.wire.stored.OwnRowCodec;
import io.crossweave.core.wire.stored.QuarantineRecordCodec;
import io.crossweave.core.wire.stored.ReceivedMarkCodec;
import io.crossweave.core.wire.stored.SiteIdCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredContextKey;
import io.crossweave.core.wire.stored.StoredEntryCodec;
import io.crossweave.core.wire.stored.StoredNumber;
import io.crossweave.core.wire.stored.TidyMarkCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** One sample of each layout of version 1, whose bytes stand in {@code src/test/resources/golden/v1}. */
final class GoldenLayouts {
    private GoldenLayouts() {}

    /**
     * One sample.
     *
     * @param layout the class that writes it
     * @param exact whether writing gives these very bytes; not so where zstd, whose versions differ, writes a part
     * @param reads checks that these bytes are read as the sample
     */
    @SuppressWarnings("ArrayRecordComponent") // a sample, which nobody compares or changes
    record Golden(String name, Class<?> layout, boolean exact, byte[] written, Decoder reads) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Reads one record. */
    @FunctionalInterface
    interface Reader<T> {
        T read(byte[] bytes) throws WireFormatException;
    }

    static List<Golden> all() {
        var all = new ArrayList<Golden>();
        all.addAll(envelopes());
        all.addAll(items());
        all.add(heartbeat());
        all.add(heartbeatThatTurnsAway());
        all.add(heartbeatWithApplied());
        all.addAll(GoldenLives.all());
        all.addAll(rows());
        all.addAll(GoldenProjections.all());
        all.addAll(GoldenRepairs.all());
        all.addAll(GoldenFolds.all());
        all.add(keys());
        return all;
    }

    private static List<Golden> envelopes() {
        EnvelopeHeader data = Envelopes.header(EnvelopeKind.DATA, 3, 150_000);
        EnvelopeHeader key = Envelopes.header(EnvelopeKind.KEY, 1, 300);
        byte[] signed = EnvelopeHeaders.signedBytes(data, Envelopes.filled(32, 0x77));
        List<Frame> frames = FrameCutter.cut(Envelopes.sealed(1_024, 2_500), 1_600);
        return List.of(
                golden("envelope-header-data", EnvelopeHeaders.class, data.encoded(), bytes -> {
                    assertThat(EnvelopeHeaders.decode(bytes))
                            .usingRecursiveComparison()
                            .isEqualTo(data);
                }),
                golden("envelope-header-key", EnvelopeHeaders.class, key.encoded(), bytes -> {
                    assertThat(EnvelopeHeaders.decode(bytes))
                            .usingRecursiveComparison()
                            .isEqualTo(key);
                }),
                golden("signed-bytes", EnvelopeHeaders.class, signed, bytes -> {}),
                golden("frame-first-of-three", FrameCutter.class, frames.get(0).bytes(), bytes -> proves(bytes, 0)),
                golden("frame-last-of-three", FrameCutter.class, frames.get(2).bytes(), bytes -> proves(bytes, 2)),
                golden("merkle-root-of-three", MerkleTree.class, frames(3), bytes -> {}));
    }

    private static byte[] frames(int chunks) {
        var all = new ArrayList<byte[]>();
        for (int i = 0; i < chunks; i++) {
            all.add(Envelopes.filled(100 + i, i));
        }
        return MerkleTree.root(all);
    }

    private static void proves(byte[] frame, int firstChunk) {
        assertThat(FrameParser.parse(frame)).isInstanceOfSatisfying(Parsed.class, parsed -> {
            assertThat(parsed.frame().firstChunk()).isEqualTo(firstChunk);
            assertThat(parsed.frame().pathHolds()).isTrue();
        });
    }

    private static List<Golden> items() {
        List<LaneItem> both = List.of(Samples.EVENT, Samples.PLACEHOLDER);
        return List.of(
                read("item-event", ItemCodec.class, ItemCodec.encode(Samples.EVENT), Samples.EVENT, ItemCodec::decode),
                read(
                        "item-event-replacing",
                        ItemCodec.class,
                        ItemCodec.encode(Samples.REPLACING),
                        Samples.REPLACING,
                        ItemCodec::decode),
                read(
                        "item-placeholder",
                        ItemCodec.class,
                        ItemCodec.encode(Samples.PLACEHOLDER),
                        Samples.PLACEHOLDER,
                        ItemCodec::decode),
                read("item-bare", ItemCodec.class, ItemCodec.encode(Samples.BARE), Samples.BARE, ItemCodec::decode),
                read(
                        "item-sharers",
                        ItemCodec.class,
                        ItemCodec.encode(Samples.SHARERS),
                        Samples.SHARERS,
                        ItemCodec::decode),
                read(
                        "body-stored",
                        BodyCodec.class,
                        BodyCodec.encode(1, List.of(Samples.PLACEHOLDER)),
                        new DataBody(1, List.of(Samples.PLACEHOLDER)),
                        BodyCodec::decode),
                new Golden("body-zstd", BodyCodec.class, false, BodyCodec.encode(1, both), bytes -> {
                    assertThat(BodyCodec.decode(bytes).items()).isEqualTo(both);
                }));
    }

    private static Golden heartbeat() {
        var lane = new LaneId(Tier.CRITICAL, 3);
        var other = new LaneId(Tier.BACKGROUND, 31);
        var beat = new Heartbeat(
                7,
                4_711,
                Samples.HLC.millis(),
                List.of(new SentLane(lane, 1_000, Samples.HLC), new SentLane(other, 0, Samples.HLC)),
                6,
                List.of(new ReceivedLane(lane, 300, List.of(new Range(302, 302), new Range(310, 400)))),
                List.of(Envelopes.filled(16, 0xD1), Envelopes.filled(16, 0xD2)));
        return golden("heartbeat", HeartbeatCodec.class, HeartbeatCodec.encode(beat), bytes -> {
            assertThat(HeartbeatCodec.decode(bytes)).usingRecursiveComparison().isEqualTo(beat);
        });
    }

    private static Golden heartbeatThatTurnsAway() {
        var lane = new LaneId(Tier.CRITICAL, 3);
        var beat = new Heartbeat(
                7,
                4_712,
                Samples.HLC.millis(),
                List.of(),
                6,
                List.of(new ReceivedLane(lane, 300, List.of())),
                List.of(Envelopes.filled(16, 0xD1)),
                List.of(
                        new TurnedAway(lane, 302, List.of(Samples.KEY.fingerprint())),
                        new TurnedAway(lane, 303, List.of(Samples.KEY.fingerprint(), 1L))),
                4_711);
        return golden("heartbeat-turned-away", HeartbeatCodec.class, HeartbeatCodec.encode(beat), bytes -> {
            assertThat(HeartbeatCodec.decode(bytes)).usingRecursiveComparison().isEqualTo(beat);
        });
    }

    private static Golden heartbeatWithApplied() {
        var beat = new Heartbeat(
                7,
                4_713,
                Samples.HLC.millis(),
                List.of(),
                6,
                List.of(),
                List.of(),
                List.of(),
                0,
                List.of(
                        new AppliedLane(new LaneId(Tier.CRITICAL, 3), 300),
                        new AppliedLane(new LaneId(Tier.BACKGROUND, 31), 0)));
        return golden("heartbeat-applied", HeartbeatCodec.class, HeartbeatCodec.encode(beat), bytes -> {
            assertThat(HeartbeatCodec.decode(bytes)).usingRecursiveComparison().isEqualTo(beat);
        });
    }

    private static List<Golden> rows() {
        var meta = new ContextMeta(
                Samples.VECTOR,
                new DeleteStamp(Samples.HLC, Samples.VIRGINIA),
                new Expiry(Samples.HLC, Samples.TOKYO, Samples.HLC.millis() + 60_000),
                Samples.HLC.tick(),
                Samples.LABELS,
                List.of(new Sharer("aws-us-east-1", 0), new Sharer("gcp-asia-northeast1", 0)),
                List.of(Samples.ENTRY),
                List.of(new LosingTwin(Samples.DOT, Samples.HLC, new Dot(Samples.TOKYO, 300), List.of(0, 2))),
                12,
                "e-4711",
                Samples.TOKYO);
        var sharedLater = new ContextMeta(
                Samples.VECTOR,
                null,
                null,
                Samples.HLC,
                Samples.LABELS,
                List.of(new Sharer("aws-us-east-1", 0), new Sharer("gcp-asia-northeast1", 300)),
                List.of(),
                List.of(),
                12,
                null,
                null);
        var entry = new StoredEntry(
                JsonPointer.of("profile", "na/me"),
                EntryKind.REGISTER,
                new JsonString("Zoë"),
                Samples.HLC,
                "pii",
                2,
                "human",
                true);
        var known = new EventIdRecord(
                List.of(
                        new Twin(Samples.HLC, Samples.DOT, 9),
                        new Twin(Samples.HLC.tick(), new Dot(Samples.TOKYO, 300), 12)),
                Samples.BODY_HASH,
                Samples.VECTOR,
                true);
        var own = new LogRecord.OwnEvent(Samples.KEY, Samples.HLC.millis(), 5, 9);
        var urgent = new LogRecord.OwnEvent(Samples.KEY, Samples.HLC.millis(), 5, 9, true);
        var sharers = new LogRecord.SharersAdded(
                Samples.KEY,
                Samples.HLC.millis(),
                new TreeSet<>(List.of("gcp-asia-northeast1")),
                new TreeSet<>(List.of("aws-us-east-1")),
                4);
        var waiting = new InboxItem(Samples.EVENT, Samples.HLC.millis());
        var quarantined = new QuarantineRecord(Samples.PLACEHOLDER, "not configured here", 3, Samples.HLC.millis());
        var deleted = new DeleteMark(Samples.DOT, Samples.HLC, "human");
        var received = new ReceivedMark(6, 300, List.of(new Range(302, 302), new Range(310, 400)));
        var confirmed = new ConfirmedMark(1L << 40);
        return List.of(
                row("context", ContextMetaCodec.class, ContextMetaCodec.encode(meta), meta, ContextMetaCodec::decode),
                row(
                        "context-shared-later",
                        ContextMetaCodec.class,
                        ContextMetaCodec.encode(sharedLater),
                        sharedLater,
                        ContextMetaCodec::decode),
                row("entry", StoredEntryCodec.class, StoredEntryCodec.encode(entry), entry, StoredEntryCodec::decode),
                row(
                        "event-id",
                        EventIdRecordCodec.class,
                        EventIdRecordCodec.encode(known),
                        known,
                        EventIdRecordCodec::decode),
                row("log-own-event", LogRecordCodec.class, LogRecordCodec.encode(own), own, LogRecordCodec::decode),
                row(
                        "log-urgent-event",
                        LogRecordCodec.class,
                        LogRecordCodec.encode(urgent),
                        urgent,
                        LogRecordCodec::decode),
                row(
                        "log-sharers",
                        LogRecordCodec.class,
                        LogRecordCodec.encode(sharers),
                        sharers,
                        LogRecordCodec::decode),
                row("inbox", InboxItemCodec.class, InboxItemCodec.encode(waiting), waiting, InboxItemCodec::decode),
                row(
                        "quarantine",
                        QuarantineRecordCodec.class,
                        QuarantineRecordCodec.encode(quarantined),
                        quarantined,
                        QuarantineRecordCodec::decode),
                row(
                        "conflict",
                        ConflictRecordCodec.class,
                        ConflictRecordCodec.encode(Samples.CONFLICT),
                        Samples.CONFLICT,
                        ConflictRecordCodec::decode),
                row(
                        "conflict-context",
                        StoredContextKey.class,
                        StoredContextKey.encode(Samples.KEY),
                        Samples.KEY,
                        StoredContextKey::decode),
                row(
                        "delete-mark",
                        DeleteMarkCodec.class,
                        DeleteMarkCodec.encode(deleted),
                        deleted,
                        bytes -> DeleteMarkCodec.decode(Samples.DOT, bytes)),
                row(
                        "received",
                        ReceivedMarkCodec.class,
                        ReceivedMarkCodec.encode(received),
                        received,
                        ReceivedMarkCodec::decode),
                row(
                        "confirmed",
                        ConfirmedMarkCodec.class,
                        ConfirmedMarkCodec.encode(confirmed),
                        confirmed,
                        ConfirmedMarkCodec::decode),
                row(
                        "own-bare",
                        OwnRowCodec.class,
                        OwnRowCodec.encode(new OwnRow.Bare(Samples.BARE)),
                        new OwnRow.Bare(Samples.BARE),
                        OwnRowCodec::decode),
                row(
                        "own",
                        OwnRowCodec.class,
                        OwnRowCodec.encode(new OwnRow.InHistory(300)),
                        new OwnRow.InHistory(300),
                        OwnRowCodec::decode),
                row(
                        "tidied",
                        TidyMarkCodec.class,
                        TidyMarkCodec.encode(new TidyMark(300, 17, 5)),
                        new TidyMark(300, 17, 5),
                        TidyMarkCodec::decode),
                row("number", StoredNumber.class, StoredNumber.encode(300), 300L, StoredNumber::decode),
                row(
                        "site-id",
                        SiteIdCodec.class,
                        SiteIdCodec.encode(Samples.TOKYO),
                        Samples.TOKYO,
                        SiteIdCodec::decode),
                golden("row-hole", HoleCodec.class, HoleCodec.encode(), HoleCodec::check));
    }

    /** All keys, each behind its length. */
    private static Golden keys() {
        var lane = new LaneId(Tier.IMPORTANT, 17);
        var out = new ByteWriter(0);
        for (byte[] key : List.of(
                StoreKeys.context(Samples.KEY),
                StoreKeys.entry(Samples.KEY, Samples.ENTRY),
                StoreKeys.hole(Samples.KEY, EntryId.wholeDot(Samples.DOT)),
                StoreKeys.history(Samples.KEY, 9),
                StoreKeys.ownDot(Samples.KEY, 5),
                StoreKeys.log(lane, 1_000),
                StoreKeys.eventId(Samples.KEY, "e-4711"),
                StoreKeys.inbox(17, Samples.KEY, Samples.DOT),
                StoreKeys.quarantine(17, Samples.KEY, Samples.DOT),
                StoreKeys.received("aws-us-east-1", lane),
                StoreKeys.confirmed("aws-us-east-1", lane),
                StoreKeys.mark("site"),
                StoreKeys.openConflict(Samples.KEY, Samples.CONFLICT.id()),
                StoreKeys.settledConflict(Samples.KEY, Samples.CONFLICT.id()),
                StoreKeys.conflictId(Samples.KEY.tenant(), Samples.CONFLICT.id()),
                StoreKeys.deleteMark(Samples.KEY, Samples.DOT),
                StoreKeys.projection(Samples.KEY))) {
            out.bytes(key);
        }
        return golden("keys", StoreKeys.class, out.take(), bytes -> {});
    }

    static <T> Golden row(String name, Class<?> layout, byte[] written, T sample, Reader<T> reader) {
        return read("row-" + name, layout, written, sample, reader);
    }

    static <T> Golden read(String name, Class<?> layout, byte[] written, T sample, Reader<? extends T> reader) {
        return golden(name, layout, written, bytes -> {
            assertThat(reader.read(bytes)).isEqualTo(sample);
        });
    }

    static Golden golden(String name, Class<?> layout, byte[] written, Decoder reads) {
        return new Golden(name, layout, true, written, reads);
    }
}
