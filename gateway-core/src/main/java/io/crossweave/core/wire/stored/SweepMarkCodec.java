package io.crossweave.core.wire.stored;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.stored.SweepMark;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.WireFormatException;

/** The row of how far a destination is told of policies. */
public final class SweepMarkCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 96;

    private SweepMarkCodec() {}

    public static byte[] encode(SweepMark mark) {
        var out = new ByteWriter(BYTES_EXPECTED)
                .u8(VERSION)
                .varint(mark.toldEpoch())
                .varint(mark.sweepEpoch());
        ContextKey after = mark.after();
        out.u8(after == null ? 0 : 1);
        if (after != null) {
            Fields.writeKey(out, after);
        }
        return out.take();
    }

    public static SweepMark decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "sweep mark");
        long told = in.varint();
        long sweep = in.varint();
        int present = in.u8();
        if (present > 1) {
            throw new WireFormatException("sweep mark has fields that this version does not know");
        }
        ContextKey after = present == 0 ? null : Fields.key(in);
        in.requireEnd("sweep mark");
        return new SweepMark(told, sweep, after);
    }
}
