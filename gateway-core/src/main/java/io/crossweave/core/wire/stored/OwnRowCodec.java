package io.crossweave.core.wire.stored;

import io.crossweave.core.event.Placeholder;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.WireFormatException;

/** The layout of {@link OwnRow}: a place in the history, or 0 and what is left. */
public final class OwnRowCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 64;

    private OwnRowCodec() {}

    public static byte[] encode(OwnRow row) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        switch (row) {
            case OwnRow.InHistory(long sequence) -> out.varint(sequence);
            case OwnRow.Bare(Placeholder run) -> ItemCodec.write(out.varint(0), run);
        }
        return out.take();
    }

    public static OwnRow decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "own dot");
        long sequence = in.varint();
        if (sequence > 0) {
            in.requireEnd("own dot");
            return new OwnRow.InHistory(sequence);
        }
        if (ItemCodec.decodeCausal(in) instanceof Placeholder run && run.bare()) {
            return new OwnRow.Bare(run);
        }
        throw new WireFormatException("own dot with something else than what is left of it");
    }
}
