package io.crossweave.core.wire.control;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.Heartbeat.ReceivedLane;
import io.crossweave.core.link.Heartbeat.SentLane;
import io.crossweave.core.link.Heartbeat.TurnedAway;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.EnvelopeHeaders;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.NumberRanges;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layout of heartbeats, version {@value #VERSION}; lanes in ascending order. */
public final class HeartbeatCodec {
    public static final int VERSION = 1;

    /** Tells heartbeats from control messages to come. */
    private static final int HEARTBEAT = 1;

    /** Beside the number of known keys: a list of what was turned away follows them. */
    private static final int TURNED_AWAY = 1 << 7;
    /** Beside it: the number of a heartbeat that was acted on stands at the end. */
    private static final int ACTED_ON = 1 << 6;
    /** Beside it: sections follow at the end. */
    private static final int SECTIONS = 1 << 5;

    private static final int SENT_BYTES_MIN = 11;
    private static final int RECEIVED_BYTES_MIN = 4;
    private static final int TURNED_AWAY_BYTES_MIN = 4;
    private static final int BYTES_EXPECTED = 512;

    private HeartbeatCodec() {}

    public static byte[] encode(Heartbeat beat) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION).u8(HEARTBEAT);
        out.varint(beat.linkEpoch()).varint(beat.sequence()).varint(beat.clockMs());
        out.varint(beat.sent().size());
        LaneId last = null;
        for (SentLane sent : beat.sent()) {
            last = writeLane(out, last, sent.lane());
            out.varint(sent.lastNumber()).u64(sent.watermark().packed());
        }
        out.varint(beat.reportEpoch()).varint(beat.received().size());
        last = null;
        for (ReceivedLane received : beat.received()) {
            last = writeLane(out, last, received.lane());
            requireWithin(received.missing().size(), Limits.RESEND_RANGES_MAX, "missing ranges");
            out.varint(received.cumulative());
            NumberRanges.write(out, received.cumulative(), received.missing());
        }
        requireWithin(beat.knownKeys().size(), Limits.KNOWN_KEYS_MAX, "known keys");
        out.u8(beat.knownKeys().size()
                | (beat.turnedAway().isEmpty() ? 0 : TURNED_AWAY)
                | (beat.actedOn() == 0 ? 0 : ACTED_ON)
                | (HeartbeatSections.isNeeded(beat) ? SECTIONS : 0));
        for (byte[] key : beat.knownKeys()) {
            if (key.length != EnvelopeHeaders.ID_BYTES) {
                throw new IllegalArgumentException("key id of " + key.length + " bytes");
            }
            out.raw(key);
        }
        if (!beat.turnedAway().isEmpty()) {
            writeTurnedAway(out, beat.turnedAway());
        }
        if (beat.actedOn() != 0) {
            out.varint(beat.actedOn());
        }
        if (HeartbeatSections.isNeeded(beat)) {
            HeartbeatSections.write(out, beat);
        }
        return out.take();
    }

    public static Heartbeat decode(byte[] body) throws WireFormatException {
        if (body.length > Limits.CONTROL_BYTES_MAX) {
            throw new WireFormatException(
                    "control message of " + body.length + " bytes exceeds " + Limits.CONTROL_BYTES_MAX);
        }
        var in = new ByteReader(body);
        int version = in.u8();
        int kind = in.u8();
        if (version != VERSION || kind != HEARTBEAT) {
            throw new WireFormatException("control message of version " + version + " and kind " + kind);
        }
        long linkEpoch = in.varint();
        long sequence = in.varint();
        long clockMs = in.varint();
        List<SentLane> sent = sent(in);
        long reportEpoch = in.varint();
        List<ReceivedLane> received = received(in);
        int present = in.u8();
        int keys = present & ~(TURNED_AWAY | ACTED_ON | SECTIONS);
        if (keys > Limits.KNOWN_KEYS_MAX) {
            throw new WireFormatException(keys + " known keys exceed " + Limits.KNOWN_KEYS_MAX);
        }
        var knownKeys = new ArrayList<byte[]>(keys);
        for (int i = 0; i < keys; i++) {
            knownKeys.add(in.raw(EnvelopeHeaders.ID_BYTES));
        }
        List<TurnedAway> turnedAway = (present & TURNED_AWAY) == 0 ? List.of() : turnedAway(in);
        long actedOn = (present & ACTED_ON) == 0 ? 0 : in.varint();
        if ((present & ACTED_ON) != 0 && actedOn == 0) {
            throw new WireFormatException("heartbeat acts on number 0");
        }
        var said = (present & SECTIONS) == 0 ? HeartbeatSections.Said.NOTHING : HeartbeatSections.read(in);
        in.requireEnd("heartbeat");
        return new Heartbeat(
                linkEpoch,
                sequence,
                clockMs,
                sent,
                reportEpoch,
                received,
                knownKeys,
                turnedAway,
                actedOn,
                said.applied(),
                said.life());
    }

    private static void writeTurnedAway(ByteWriter out, List<TurnedAway> turnedAway) {
        requireWithin(turnedAway.size(), Limits.TURNED_AWAY_NUMBERS_MAX, "numbers turned away");
        out.varint(turnedAway.size());
        for (TurnedAway away : turnedAway) {
            requireWithin(away.contexts().size(), Limits.ENVELOPE_ITEMS_MAX, "contexts turned away");
            Fields.writeLane(out, away.lane());
            out.varint(away.number()).varint(away.contexts().size());
            away.contexts().forEach(out::u64);
        }
    }

    private static List<TurnedAway> turnedAway(ByteReader in) throws WireFormatException {
        int count = in.count(Limits.TURNED_AWAY_NUMBERS_MAX, TURNED_AWAY_BYTES_MIN, "numbers turned away");
        if (count == 0) {
            throw new WireFormatException("heartbeat says that nothing was turned away");
        }
        var turnedAway = new ArrayList<TurnedAway>(count);
        for (int i = 0; i < count; i++) {
            LaneId lane = Fields.lane(in);
            long number = in.varint();
            int named = in.count(Limits.ENVELOPE_ITEMS_MAX, Long.BYTES, "contexts turned away");
            var contexts = new ArrayList<Long>(named);
            for (int j = 0; j < named; j++) {
                contexts.add(in.u64());
            }
            turnedAway.add(new TurnedAway(lane, number, contexts));
        }
        return turnedAway;
    }

    private static List<SentLane> sent(ByteReader in) throws WireFormatException {
        int count = in.count(Limits.CONTROL_BYTES_MAX, SENT_BYTES_MIN, "sent lanes");
        var sent = new ArrayList<SentLane>(count);
        LaneId lane = null;
        for (int i = 0; i < count; i++) {
            lane = lane(in, lane);
            sent.add(new SentLane(lane, in.varint(), Fields.hlc(in)));
        }
        return sent;
    }

    private static List<ReceivedLane> received(ByteReader in) throws WireFormatException {
        int count = in.count(Limits.CONTROL_BYTES_MAX, RECEIVED_BYTES_MIN, "received lanes");
        var received = new ArrayList<ReceivedLane>(count);
        LaneId lane = null;
        for (int i = 0; i < count; i++) {
            lane = lane(in, lane);
            long cumulative = in.varint();
            received.add(
                    new ReceivedLane(lane, cumulative, NumberRanges.read(in, cumulative, Limits.RESEND_RANGES_MAX)));
        }
        return received;
    }

    static LaneId writeLane(ByteWriter out, @Nullable LaneId last, LaneId lane) {
        if (last != null && last.compareTo(lane) >= 0) {
            throw new IllegalArgumentException("lane " + lane + " after " + last);
        }
        Fields.writeLane(out, lane);
        return lane;
    }

    static LaneId lane(ByteReader in, @Nullable LaneId last) throws WireFormatException {
        LaneId lane = Fields.lane(in);
        if (last != null && last.compareTo(lane) >= 0) {
            throw new WireFormatException("lane " + lane + " after " + last);
        }
        return lane;
    }

    private static void requireWithin(int value, int max, String what) {
        if (value > max) {
            throw new IllegalArgumentException(value + " " + what + " exceed " + max);
        }
    }
}
