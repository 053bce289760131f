package io.crossweave.core.wire.stored;

import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;

/** The row of the hash of a set of entries. */
public final class StoredSumCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 32;

    private StoredSumCodec() {}

    public static byte[] encode(StoredSum sum) {
        return new ByteWriter(BYTES_EXPECTED)
                .u8(VERSION)
                .u64(sum.hash().high())
                .u64(sum.hash().low())
                .varint(sum.changes())
                .varint(sum.epoch())
                .take();
    }

    public static StoredSum decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "hash of a set");
        var sum = new StoredSum(new SetHash(in.u64(), in.u64()), in.varint(), in.varint());
        in.requireEnd("stored hash of a set");
        return sum;
    }
}
