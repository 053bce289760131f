package io.crossweave.core.wire.stored;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.stored.Fold;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;

/** The layout of {@link Fold}. */
public final class FoldCodec {
    public static final int VERSION = 1;

    private static final int SUM_BYTES_MIN = 6;
    private static final int BYTES_EXPECTED = 512;

    private FoldCodec() {}

    public static byte[] encode(Fold fold) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        out.varint(fold.ownNumber()).varint(fold.heardMs());
        var named = new SiteTable.Builder();
        for (Fold.Sum sum : fold.sums()) {
            named.add(sum.now().dot().site()).addIds(sum.before()).addIds(ids(sum));
        }
        SiteTable sites = named.write(out);
        out.varint(fold.sums().size());
        for (Fold.Sum sum : fold.sums()) {
            sites.writeIds(out, List.of(sum.now()));
            sites.writeIds(out, sum.before());
            sites.writeIds(out, ids(sum));
            sum.parts().forEach(part -> Fields.writeValue(out, part.value()));
        }
        return out.take();
    }

    private static List<EntryId> ids(Fold.Sum sum) {
        return sum.parts().stream().map(Fold.Part::id).toList();
    }

    public static Fold decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "fold");
        long ownNumber = in.varint();
        long heardMs = in.varint();
        SiteTable sites = SiteTable.read(in);
        int count = in.count(Limits.FOLD_SOURCES_MAX, SUM_BYTES_MIN, "sums");
        var sums = new ArrayList<Fold.Sum>(count);
        for (int i = 0; i < count; i++) {
            List<EntryId> now = sites.ids(in, 1, "entry of a sum");
            if (now.size() != 1) {
                throw new WireFormatException("stored sum is no entry");
            }
            List<EntryId> before = sites.ids(in, Limits.EVENT_ENTRIES_MAX, "former entries of a sum");
            var parts = new ArrayList<Fold.Part>();
            for (EntryId id : sites.ids(in, Limits.FOLD_SOURCES_MAX, "increments of a sum")) {
                if (!(Fields.value(in) instanceof JsonNumber number)) {
                    throw new WireFormatException("stored increment is no number");
                }
                parts.add(new Fold.Part(id, number));
            }
            sums.add(new Fold.Sum(now.getFirst(), before, parts));
        }
        in.requireEnd("stored fold");
        return new Fold(ownNumber, heardMs, sums);
    }
}
