package io.crossweave.core.wire.stored;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.stored.StoredEntry;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.Fields;
import io.crossweave.core.wire.WireFormatException;

/** The row of a live entry. */
public final class StoredEntryCodec {
    public static final int VERSION = 1;

    private static final int RECONCILES = 1;
    private static final int BYTES_EXPECTED = 128;

    private StoredEntryCodec() {}

    public static byte[] encode(StoredEntry entry) {
        var out = new ByteWriter(BYTES_EXPECTED).u8(VERSION);
        Fields.writePath(out, JsonPointer.ROOT, entry.path());
        Fields.writeKind(out, entry.kind());
        out.u64(entry.hlc().packed()).text(entry.classification()).varint(entry.ruleVersion());
        out.text(entry.source()).u8(entry.reconciles() ? RECONCILES : 0);
        Fields.writeValue(out, entry.value());
        return out.take();
    }

    public static StoredEntry decode(byte[] value) throws WireFormatException {
        ByteReader in = StoredValue.open(value, VERSION, "entry");
        JsonPointer path = Fields.path(in, JsonPointer.ROOT);
        EntryKind kind = Fields.kind(in);
        Hlc hlc = Fields.hlc(in);
        String classification = Fields.text(in, "classification");
        int ruleVersion = in.varint(Integer.MAX_VALUE, "rule version");
        String source = Fields.text(in, "source");
        boolean reconciles = reconciles(in);
        var entry = new StoredEntry(path, kind, Fields.value(in), hlc, classification, ruleVersion, source, reconciles);
        in.requireEnd("stored entry");
        return entry;
    }

    private static boolean reconciles(ByteReader in) throws WireFormatException {
        int flags = in.u8();
        if (flags > RECONCILES) {
            throw new WireFormatException("stored entry has flags that this version does not know");
        }
        return flags == RECONCILES;
    }
}
