package io.crossweave.core.wire.stored;

import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;

/** A row of one short text. */
public final class StoredText {
    public static final int VERSION = 1;

    private static final int BYTES_MAX = 4_096;

    private StoredText() {}

    public static byte[] encode(String text) {
        return new ByteWriter(BYTES_MAX).u8(VERSION).text(text).take();
    }

    public static String decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "text");
        String text = in.text(BYTES_MAX, "text");
        in.requireEnd("stored text");
        return text;
    }
}
