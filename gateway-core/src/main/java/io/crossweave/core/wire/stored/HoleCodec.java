package io.crossweave.core.wire.stored;

import io.crossweave.core.wire.WireFormatException;

/** A hole's row: all of it stands in the key. */
public final class HoleCodec {
    public static final int VERSION = 1;

    private HoleCodec() {}

    public static byte[] encode() {
        return new byte[] {VERSION};
    }

    /** Refuses a hole of a version that may say more. */
    public static void check(byte[] value) throws WireFormatException {
        StoredValue.open(value, VERSION, "hole").requireEnd("stored hole");
    }
}
