package io.crossweave.core.wire.stored;

import io.crossweave.core.stored.ReturnedItem;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.WireFormatException;
import java.util.SortedSet;

/** The row of a dot that peers gave back. */
public final class ReturnedItemCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 512;

    private ReturnedItemCodec() {}

    public static byte[] encode(ReturnedItem returned) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        Fields.writeRegions(out, returned.holders());
        ItemCodec.write(out, returned.item());
        return out.take();
    }

    public static ReturnedItem decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "returned item");
        SortedSet<String> holders = Fields.regions(in);
        return new ReturnedItem(ItemCodec.decodeCausal(in), holders);
    }
}
