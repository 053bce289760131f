package io.crossweave.core.wire.stored;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.WireFormatException;

/** A row that only names a context. */
public final class StoredContextKey {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 64;

    private StoredContextKey() {}

    public static byte[] encode(ContextKey key) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        Fields.writeKey(out, key);
        return out.take();
    }

    public static ContextKey decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "context name");
        ContextKey key = Fields.key(in);
        in.requireEnd("stored context name");
        return key;
    }
}
