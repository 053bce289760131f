package io.crossweave.core.wire.stored;

import io.crossweave.core.stored.QuarantineRecord;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.WireFormatException;

/** The row of an item that can't be applied. */
public final class QuarantineRecordCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 512;

    private QuarantineRecordCodec() {}

    public static byte[] encode(QuarantineRecord quarantined) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        out.varint(quarantined.firstFailureMs()).varint(quarantined.attempts()).text(quarantined.reason());
        ItemCodec.write(out, quarantined.item());
        return out.take();
    }

    public static QuarantineRecord decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "quarantined item");
        long firstFailureMs = in.varint();
        int attempts = in.varint(Integer.MAX_VALUE, "attempts");
        String reason = Fields.text(in, "reason");
        return new QuarantineRecord(ItemCodec.decodeCausal(in), reason, attempts, firstFailureMs);
    }
}
