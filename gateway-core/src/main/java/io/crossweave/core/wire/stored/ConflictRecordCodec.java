package io.crossweave.core.wire.stored;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.Supersession;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.SiteTable;
import io.crossweave.core.wire.WireFormatException;
import java.util.ArrayList;
import java.util.List;

/** The row of a conflict; its context is in the key as well. */
public final class ConflictRecordCodec {
    public static final int VERSION = 1;

    private static final int VALUE = 1;
    private static final int SUPERSEDED = 1 << 1;
    private static final int PRESENT_ALL = (1 << 2) - 1;
    private static final int BYTES_EXPECTED = 384;

    private ConflictRecordCodec() {}

    public static byte[] encode(ConflictRecord conflict) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        SiteTable sites = sites(conflict).write(out);
        Fields.writeKey(out, conflict.key());
        Fields.writePath(out, JsonPointer.ROOT, conflict.path());
        writeSide(out, sites, conflict.left());
        writeSide(out, sites, conflict.right());
        return out.take();
    }

    public static ConflictRecord decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "conflict");
        SiteTable sites = SiteTable.read(in);
        ContextKey key = Fields.key(in);
        JsonPointer path = Fields.path(in, JsonPointer.ROOT);
        ConflictSide left = side(in, sites);
        ConflictSide right = side(in, sites);
        in.requireEnd("stored conflict");
        if (left.dot().compareTo(right.dot()) >= 0) {
            throw new WireFormatException("the sides of a stored conflict are not ascending");
        }
        return new ConflictRecord(key, path, left, right);
    }

    private static SiteTable.Builder sites(ConflictRecord conflict) {
        var sites = new SiteTable.Builder();
        for (ConflictSide side : List.of(conflict.left(), conflict.right())) {
            sites.add(side.dot().site());
            for (ConflictPart part : side.parts()) {
                Supersession superseded = part.superseded();
                if (superseded != null) {
                    sites.add(superseded.dot().site());
                }
            }
        }
        return sites;
    }

    private static void writeSide(ByteWriter out, SiteTable sites, ConflictSide side) {
        sites.writeDot(out, side.dot());
        out.u64(side.hlc().packed()).text(side.source()).u8(side.reconciles() ? 1 : 0);
        out.varint(side.parts().size());
        for (ConflictPart part : side.parts()) {
            JsonValue value = part.value();
            Supersession superseded = part.superseded();
            // One more, as in the keys of entries: a delete has no ordinal.
            out.varint(part.ordinal() + 1L);
            Fields.writePath(out, JsonPointer.ROOT, part.path());
            Fields.writeKind(out, part.kind());
            out.u8((value == null ? 0 : VALUE) | (superseded == null ? 0 : SUPERSEDED));
            if (value != null) {
                Fields.writeValue(out, value);
            }
            if (superseded != null) {
                sites.writeDot(out.u64(superseded.hlc().packed()), superseded.dot());
            }
        }
    }

    private static ConflictSide side(ByteReader in, SiteTable sites) throws WireFormatException {
        Dot dot = sites.dot(in);
        Hlc hlc = Fields.hlc(in);
        String source = Fields.text(in, "source");
        int reconciles = in.u8();
        int count = in.varint(Limits.CONFLICT_PARTS_MAX, "entries of a conflict");
        if (reconciles > 1 || count == 0) {
            throw new WireFormatException("side of a stored conflict with " + count + " entries");
        }
        var parts = new ArrayList<ConflictPart>(count);
        for (int i = 0; i < count; i++) {
            parts.add(part(in, sites));
        }
        return new ConflictSide(dot, hlc, source, reconciles == 1, parts);
    }

    private static ConflictPart part(ByteReader in, SiteTable sites) throws WireFormatException {
        int ordinal = in.varint(Limits.EVENT_ENTRIES_MAX, "ordinal") - 1;
        JsonPointer path = Fields.path(in, JsonPointer.ROOT);
        EntryKind kind = Fields.kind(in);
        int present = in.u8();
        if (present > PRESENT_ALL || ordinal < EntryId.WHOLE_DOT) {
            throw new WireFormatException("stored conflict has fields that this version does not know");
        }
        JsonValue value = (present & VALUE) == 0 ? null : Fields.value(in);
        Supersession superseded = (present & SUPERSEDED) == 0 ? null : new Supersession(Fields.hlc(in), sites.dot(in));
        return new ConflictPart(ordinal, path, kind, value, superseded);
    }
}
