package io.crossweave.core.wire.stored;

import io.crossweave.core.stored.ConfirmedMark;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;

/** The row of how far a destination has confirmed a lane's log. */
public final class ConfirmedMarkCodec {
    public static final int VERSION = 1;

    private static final int BYTES_MAX = 10;

    private ConfirmedMarkCodec() {}

    public static byte[] encode(ConfirmedMark mark) {
        return new ByteWriter(BYTES_MAX).u8(VERSION).varint(mark.position()).take();
    }

    public static ConfirmedMark decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "confirmed mark");
        var mark = new ConfirmedMark(in.varint());
        in.requireEnd("confirmed mark");
        return mark;
    }
}
