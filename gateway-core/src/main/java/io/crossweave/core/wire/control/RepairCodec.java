package io.crossweave.core.wire.control;

import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.Held;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.Told;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;

/** The layout of the messages of repair, version {@value #VERSION}: control messages beside heartbeats. */
public final class RepairCodec {
    public static final int VERSION = 1;

    private static final int ASK = 2;
    private static final int ANSWER = 3;
    private static final int PARTS = 1;
    private static final int CONTEXTS = 2;
    private static final int WHOLE = 0xff;
    private static final int AREA_BYTES_MIN = 1;
    private static final int HELD_BYTES_MIN = 2 * Long.BYTES + SetHash.BYTES + 2;
    private static final int RUN_BYTES_MIN = 2;
    private static final int BYTES_EXPECTED = 1_024;

    private RepairCodec() {}

    /** Whether a control message is one of repair. */
    public static boolean isRepair(byte[] body) {
        return body.length > 1 && (body[1] == ASK || body[1] == ANSWER);
    }

    public static byte[] encode(RepairMessage message) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION).u8(message instanceof RepairMessage.Ask ? ASK : ANSWER);
        out.shortAscii(message.site().region()).u64(message.site().incarnation());
        out.varint(message.question()).u64(message.keyCheck());
        switch (message) {
            case RepairMessage.Ask ask -> {
                out.varint(ask.areas().size());
                ask.areas().forEach(area -> writeArea(out, area));
            }
            case RepairMessage.Answer answer -> {
                out.varint(answer.told().size());
                answer.told().forEach(told -> writeTold(out, told));
            }
        }
        return out.take();
    }

    public static RepairMessage decode(byte[] body) throws WireFormatException {
        if (body.length > Limits.CONTROL_BYTES_MAX) {
            throw new WireFormatException(
                    "control message of " + body.length + " bytes exceeds " + Limits.CONTROL_BYTES_MAX);
        }
        var in = new ByteReader(body);
        int version = in.u8();
        int kind = in.u8();
        if (version != VERSION || (kind != ASK && kind != ANSWER)) {
            throw new WireFormatException("control message of version " + version + " and kind " + kind);
        }
        var site = SiteTable.readSite(in);
        long question = in.varint();
        long keyCheck = in.u64();
        int count = in.count(Limits.RECONCILED_AREAS_MAX, AREA_BYTES_MIN, "areas");
        RepairMessage message;
        if (kind == ASK) {
            var areas = new ArrayList<Area>(count);
            for (int i = 0; i < count; i++) {
                areas.add(area(in));
            }
            message = new RepairMessage.Ask(site, question, keyCheck, areas);
        } else {
            var told = new ArrayList<Told>(count);
            for (int i = 0; i < count; i++) {
                told.add(told(in));
            }
            message = new RepairMessage.Answer(site, question, keyCheck, told);
        }
        in.requireEnd("message of repair");
        return message;
    }

    /** An area is its shard, the number of digits, and as many bytes as those fill. */
    private static void writeArea(ByteWriter out, Area area) {
        if (area.shard() == Area.ALL_SHARDS) {
            out.u8(WHOLE);
            return;
        }
        out.u8(area.shard()).u8(area.digits());
        for (int i = 0; i < prefixBytes(area.digits()); i++) {
            out.u8((int) (area.prefix() >>> (Long.SIZE - (i + 1) * Byte.SIZE)) & 0xff);
        }
    }

    private static int prefixBytes(int digits) {
        return (digits + 1) / 2;
    }

    private static Area area(ByteReader in) throws WireFormatException {
        int shard = in.u8();
        if (shard == WHOLE) {
            return Area.WHOLE;
        }
        int digits = in.u8();
        if (shard >= Limits.SHARDS || digits > Area.DIGITS_MAX) {
            throw new WireFormatException("area of shard " + shard + " and " + digits + " digits");
        }
        long prefix = 0;
        for (int i = 0; i < prefixBytes(digits); i++) {
            prefix |= (long) in.u8() << (Long.SIZE - (i + 1) * Byte.SIZE);
        }
        try {
            return new Area(shard, digits, prefix);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()));
        }
    }

    private static void writeTold(ByteWriter out, Told told) {
        switch (told) {
            case Told.Parts(Area area, List<SetHash> hashes) -> {
                writeArea(out.u8(PARTS), area);
                hashes.forEach(hash -> writeHash(out, hash));
            }
            case Told.Contexts(Area area, List<Held> contexts) -> {
                writeArea(out.u8(CONTEXTS), area);
                out.varint(contexts.size());
                contexts.forEach(held -> writeHeld(out, held));
            }
        }
    }

    private static Told told(ByteReader in) throws WireFormatException {
        int kind = in.u8();
        Area area = area(in);
        return switch (kind) {
            case PARTS -> {
                var hashes = new ArrayList<SetHash>();
                for (int i = area.parts().size(); i > 0; i--) {
                    hashes.add(hash(in));
                }
                yield new Told.Parts(area, hashes);
            }
            case CONTEXTS -> {
                int count = in.count(Limits.RECONCILED_CONTEXTS_MAX, HELD_BYTES_MIN, "contexts of an area");
                var contexts = new ArrayList<Held>(count);
                for (int i = 0; i < count; i++) {
                    contexts.add(held(in));
                }
                yield new Told.Contexts(area, contexts);
            }
            default -> throw new WireFormatException("what is told of an area has kind " + kind);
        };
    }

    private static void writeHeld(ByteWriter out, Held held) {
        out.u8(held.shard()).u64(held.fingerprint());
        writeHash(out, held.hash());
        out.u64(held.vector()).varint(held.declined().size());
        for (Run run : held.declined()) {
            out.varint(run.from()).varint(run.to() - run.from());
        }
    }

    private static Held held(ByteReader in) throws WireFormatException {
        int shard = in.u8();
        if (shard >= Limits.SHARDS) {
            throw new WireFormatException("context of shard " + shard);
        }
        long fingerprint = in.u64();
        SetHash hash = hash(in);
        long vector = in.u64();
        int count = in.count(Limits.RECONCILED_DECLINED_MAX, RUN_BYTES_MIN, "declined runs");
        var declined = new ArrayList<Run>(count);
        for (int i = 0; i < count; i++) {
            long from = in.varint();
            long to = from + in.varint();
            if (from < 1 || to < from) {
                throw new WireFormatException("declined run of dots " + from + ".." + to);
            }
            declined.add(new Run(from, to));
        }
        return new Held(shard, fingerprint, hash, vector, declined);
    }

    private static void writeHash(ByteWriter out, SetHash hash) {
        out.u64(hash.high()).u64(hash.low());
    }

    private static SetHash hash(ByteReader in) throws WireFormatException {
        return new SetHash(in.u64(), in.u64());
    }
}
