package io.crossweave.core.wire.stored;

import io.crossweave.core.event.BodyHash;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;

/** The row of a client's event id. */
public final class EventIdRecordCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 128;

    private EventIdRecordCodec() {}

    public static byte[] encode(EventIdRecord known) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        SiteTable sites = new SiteTable.Builder()
                .add(known.dot().site())
                .add(known.version())
                .write(out);
        sites.writeDot(out, known.dot());
        out.u64(known.hlc().packed());
        Fields.writeBodyHash(out, known.bodyHash());
        sites.writeVector(out, known.version());
        return out.take();
    }

    public static EventIdRecord decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "event id");
        SiteTable sites = SiteTable.read(in);
        Dot dot = sites.dot(in);
        Hlc hlc = Fields.hlc(in);
        BodyHash bodyHash = Fields.bodyHash(in);
        var known = new EventIdRecord(dot, hlc, bodyHash, sites.vector(in));
        in.requireEnd("stored event id");
        return known;
    }
}
