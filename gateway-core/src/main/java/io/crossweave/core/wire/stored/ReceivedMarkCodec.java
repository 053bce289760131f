package io.crossweave.core.wire.stored;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.stored.ReceivedMark;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.NumberRanges;
import io.crossweave.core.wire.WireFormatException;

/** The row of what is committed here of a peer's lane. */
public final class ReceivedMarkCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 32;

    private ReceivedMarkCodec() {}

    public static byte[] encode(ReceivedMark mark) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        out.varint(mark.linkEpoch()).varint(mark.cumulative());
        NumberRanges.write(out, mark.cumulative(), mark.ahead());
        return out.take();
    }

    public static ReceivedMark decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "received mark");
        long linkEpoch = in.varint();
        long cumulative = in.varint();
        var mark =
                new ReceivedMark(linkEpoch, cumulative, NumberRanges.read(in, cumulative, Limits.COMMITTED_AHEAD_MAX));
        in.requireEnd("received mark");
        return mark;
    }
}
