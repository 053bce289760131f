package io.crossweave.core.wire.control;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.Heartbeat.AppliedLane;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a heartbeat may say beside the rest: sections of a kind and a length, each at most once, in ascending order. A section of an unknown
 * kind is passed over.
 */
final class HeartbeatSections {
    /** What its sections say; empty where one is not there. */
    record Said(List<AppliedLane> applied, LifeNews life) {
        static final Said NOTHING = new Said(List.of(), LifeNews.NONE);
    }

    private static final int APPLIED = 1;
    private static final int LIFE = 2;
    private static final int APPLIED_BYTES_MIN = 3;

    private HeartbeatSections() {}

    static boolean isNeeded(Heartbeat beat) {
        return !beat.applied().isEmpty() || tellsOfLives(beat);
    }

    private static boolean tellsOfLives(Heartbeat beat) {
        return !beat.life().equals(LifeNews.NONE);
    }

    static void write(ByteWriter out, Heartbeat beat) {
        boolean tellsApplied = !beat.applied().isEmpty();
        out.u8((tellsApplied ? 1 : 0) + (tellsOfLives(beat) ? 1 : 0));
        if (tellsApplied) {
            byte[] applied = applied(beat.applied());
            out.u8(APPLIED).varint(applied.length).raw(applied);
        }
        if (tellsOfLives(beat)) {
            out.u8(LIFE).bytes(LifeNewsCodec.encode(beat.life()));
        }
    }

    static Said read(ByteReader in) throws WireFormatException {
        int count = in.u8();
        if (count == 0) {
            throw new WireFormatException("heartbeat says that it has sections and has none");
        }
        List<AppliedLane> applied = List.of();
        LifeNews life = LifeNews.NONE;
        int last = 0;
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            if (kind <= last) {
                throw new WireFormatException("section " + kind + " of a heartbeat after section " + last);
            }
            last = kind;
            ByteReader section = in.section(Limits.CONTROL_BYTES_MAX, "section of a heartbeat");
            if (kind == APPLIED) {
                applied = applied(section);
            } else if (kind == LIFE) {
                life = LifeNewsCodec.decode(section);
            }
        }
        return new Said(applied, life);
    }

    private static byte[] applied(List<AppliedLane> lanes) {
        var out = new ByteWriter(1 + lanes.size() * 2 * APPLIED_BYTES_MIN).varint(lanes.size());
        LaneId last = null;
        for (AppliedLane applied : lanes) {
            last = HeartbeatCodec.writeLane(out, last, applied.lane());
            out.varint(applied.number());
        }
        return out.take();
    }

    private static List<AppliedLane> applied(ByteReader in) throws WireFormatException {
        int count = in.count(Limits.CONTROL_BYTES_MAX, APPLIED_BYTES_MIN, "applied lanes");
        var lanes = new ArrayList<AppliedLane>(count);
        @Nullable LaneId lane = null;
        for (int i = 0; i < count; i++) {
            lane = HeartbeatCodec.lane(in, lane);
            lanes.add(new AppliedLane(lane, in.varint()));
        }
        in.requireEnd("applied lanes");
        return lanes;
    }
}
