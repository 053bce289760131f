package io.crossweave.core.wire.stored;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.stored.ProjectionMarks;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;
import java.util.TreeMap;

/** The row of what a context remembers of peers' policies. */
public final class ProjectionMarksCodec {
    public static final int VERSION = 1;

    private static final int BYTES_EXPECTED = 64;
    private static final int EPOCH_BYTES_MIN = 3;

    private ProjectionMarksCodec() {}

    public static byte[] encode(ProjectionMarks marks) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION).varint(marks.restatements());
        out.varint(marks.epochs().size());
        marks.epochs().forEach((region, epoch) -> out.shortAscii(region).varint(epoch));
        return out.take();
    }

    public static ProjectionMarks decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "projection marks");
        long restatements = in.varint();
        var epochs = new TreeMap<String, Long>();
        for (int left = in.count(Limits.SITES_MAX, EPOCH_BYTES_MIN, "regions"); left > 0; left--) {
            String region = SiteTable.readRegion(in);
            if (!epochs.isEmpty() && epochs.lastKey().compareTo(region) >= 0) {
                throw new WireFormatException("regions are not ascending");
            }
            epochs.put(region, in.varint());
        }
        in.requireEnd("projection marks");
        return new ProjectionMarks(epochs, restatements);
    }
}
