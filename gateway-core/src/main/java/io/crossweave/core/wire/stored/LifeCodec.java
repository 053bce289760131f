package io.crossweave.core.wire.stored;

import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.Life;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;

/** A row that says how far a life of a site has come. */
public final class LifeCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 64;

    private LifeCodec() {}

    public static byte[] encode(Life life) {
        return new ByteWriter(BYTES_EXPECTED)
                .u8(VERSION)
                .shortAscii(life.site().region())
                .u64(life.site().incarnation())
                .varint(life.linkEpoch())
                .varint(life.commit())
                .take();
    }

    public static Life decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "life");
        var life = new Life(new SiteId(SiteTable.readRegion(in), in.u64()), in.varint(), in.varint());
        in.requireEnd("stored life");
        return life;
    }
}
