package io.crossweave.core.wire.stored;

import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;

/** The row of the policy that a site follows. */
public final class PolicyMarkCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 32;
    private static final int HASH_BYTES_MAX = 64;

    private PolicyMarkCodec() {}

    public static byte[] encode(PolicyMark mark) {
        return new ByteWriter(BYTES_EXPECTED)
                .u8(VERSION)
                .varint(mark.projectionEpoch())
                .bytes(mark.hash())
                .take();
    }

    public static PolicyMark decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "policy mark");
        var mark = new PolicyMark(in.varint(), in.bytes(HASH_BYTES_MAX, "policy hash"));
        in.requireEnd("policy mark");
        return mark;
    }
}
