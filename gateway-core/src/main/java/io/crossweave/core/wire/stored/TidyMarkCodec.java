package io.crossweave.core.wire.stored;

import io.crossweave.core.stored.TidyMark;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;

/** The layout of {@link TidyMark}. */
public final class TidyMarkCodec {
    public static final int VERSION = 1;

    private static final int BYTES_MAX = 28;

    private TidyMarkCodec() {}

    public static byte[] encode(TidyMark mark) {
        return new ByteWriter(BYTES_MAX)
                .u8(VERSION)
                .varint(mark.stableNumber())
                .varint(mark.trimmedSequence())
                .varint(mark.sharedAt())
                .take();
    }

    public static TidyMark decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "mark of tidying");
        var mark = new TidyMark(in.varint(), in.varint(), in.varint());
        in.requireEnd("mark of tidying");
        return mark;
    }
}
