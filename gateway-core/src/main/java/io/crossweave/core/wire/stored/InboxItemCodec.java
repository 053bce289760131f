package io.crossweave.core.wire.stored;

import io.crossweave.core.stored.InboxItem;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.WireFormatException;

/** The row of an item that waits. */
public final class InboxItemCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 512;

    private InboxItemCodec() {}

    public static byte[] encode(InboxItem waiting) {
        var out = new ByteWriter(BYTES_EXPECTED)
                .u8(VERSION)
                .varint(waiting.arrivedMs())
                .varint(waiting.projectionEpoch());
        ItemCodec.write(out, waiting.item());
        return out.take();
    }

    public static InboxItem decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "waiting item");
        long arrivedMs = in.varint();
        long projectionEpoch = in.varint();
        return new InboxItem(ItemCodec.decodeCausal(in), arrivedMs, projectionEpoch);
    }
}
