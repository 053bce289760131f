package io.crossweave.core.wire.stored;

import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.WireFormatException;

/** The version byte that every stored value begins with. */
final class StoredValue {
    private StoredValue() {}

    /** A reader behind the version. */
    static ByteReader open(byte[] value, int version, String what) throws WireFormatException {
        var in = new ByteReader(value);
        int found = in.u8();
        if (found != version) {
            throw new WireFormatException("stored " + what + " of version " + found + ", not " + version);
        }
        return in;
    }
}
