package io.crossweave.core.wire.stored;

import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.DeleteMark;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.WireFormatException;

/** The row of a delete that no later delete has seen; its dot is in the key. */
public final class DeleteMarkCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 24;

    private DeleteMarkCodec() {}

    public static byte[] encode(DeleteMark mark) {
        return new ByteWriter(BYTES_EXPECTED)
                .u8(VERSION)
                .u64(mark.hlc().packed())
                .text(mark.source())
                .take();
    }

    public static DeleteMark decode(Dot dot, byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "delete");
        var mark = new DeleteMark(dot, Fields.hlc(in), Fields.text(in, "source"));
        in.requireEnd("stored delete");
        return mark;
    }
}
