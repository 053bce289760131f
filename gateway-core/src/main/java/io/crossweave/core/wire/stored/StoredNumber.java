package io.crossweave.core.wire.stored;

import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;

/** A row of one number that is not negative: the history sequence of an own dot, counters and positions of the site. */
public final class StoredNumber {
    public static final int VERSION = 1;

    private static final int BYTES_MAX = 10;

    private StoredNumber() {}

    public static byte[] encode(long number) {
        return new ByteWriter(BYTES_MAX).u8(VERSION).varint(number).take();
    }

    public static long decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "number");
        long number = in.varint();
        in.requireEnd("stored number");
        return number;
    }
}
