package io.crossweave.core.wire.stored;

import io.crossweave.core.model.SiteId;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;

/** The row of a site's own identity. */
public final class SiteIdCodec {
    public static final int VERSION = 1;

    private static final int FIXED_BYTES = 10;

    private SiteIdCodec() {}

    public static byte[] encode(SiteId site) {
        var out = new ByteWriter(FIXED_BYTES + site.region().length());
        return out.u8(VERSION).shortAscii(site.region()).u64(site.incarnation()).take();
    }

    public static SiteId decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "site id");
        var site = new SiteId(SiteTable.readRegion(in), in.u64());
        in.requireEnd("stored site id");
        return site;
    }
}
