package io.crossweave.core.wire.stored;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.EventIdRecord.Twin;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;

/** The row of a client's event id. */
public final class EventIdRecordCodec {
    public static final int VERSION = 1;

    private static final int TWIN_BYTES_MIN = 11;
    private static final int BYTES_EXPECTED = 128;

    private EventIdRecordCodec() {}

    public static byte[] encode(EventIdRecord known) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        var named = new SiteTable.Builder().add(known.version());
        known.twins().forEach(twin -> named.add(twin.dot().site()));
        SiteTable sites = named.write(out);
        out.varint(known.twins().size());
        for (Twin twin : known.twins()) {
            sites.writeDot(out.u64(twin.hlc().packed()), twin.dot());
            out.varint(twin.sequence());
        }
        Fields.writeBodyHash(out, known.bodyHash());
        sites.writeVector(out, known.version());
        out.u8(known.created() ? 1 : 0);
        return out.take();
    }

    public static EventIdRecord decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "event id");
        SiteTable sites = SiteTable.read(in);
        List<Twin> twins = twins(in, sites);
        BodyHash bodyHash = Fields.bodyHash(in);
        VersionVector version = sites.vector(in);
        int created = in.u8();
        if (created > 1) {
            throw new WireFormatException("stored event id was created " + created);
        }
        in.requireEnd("stored event id");
        return new EventIdRecord(twins, bodyHash, version, created == 1);
    }

    private static List<Twin> twins(ByteReader in, SiteTable sites) throws WireFormatException {
        int count = in.count(Limits.EVENT_ENTRIES_MAX, TWIN_BYTES_MIN, "dots of an event id");
        var twins = new ArrayList<Twin>(count);
        for (int i = 0; i < count; i++) {
            var twin = new Twin(Fields.hlc(in), sites.dot(in), in.varint());
            if (i > 0 && twins.getLast().compareTo(twin) >= 0) {
                throw new WireFormatException("dots of an event id are not ascending");
            }
            twins.add(twin);
        }
        if (twins.isEmpty()) {
            throw new WireFormatException("stored event id has no dot");
        }
        return twins;
    }
}
