package io.crossweave.core.wire;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layout of lane items, version {@value #VERSION}: in the body of envelopes, and as the rows of history. One item always gives the same
 * bytes.
 */
public final class ItemCodec {
    public static final int VERSION = 1;

    private static final int EVENT = 1;
    private static final int PLACEHOLDER = 2;
    private static final int SHARERS = 3;
    private static final int RESTATEMENT = 4;
    private static final int RESTATEMENT_APPLIED = 5;
    private static final int BARE = 6;

    private static final int BYTES_EXPECTED = 512;

    private ItemCodec() {}

    public static byte[] encode(LaneItem item) {
        var out = new ByteWriter(BYTES_EXPECTED);
        write(out, item);
        return out.take();
    }

    public static LaneItem decode(byte[] bytes) throws WireFormatException {
        return decode(new ByteReader(bytes));
    }

    /** An item that fills a dot, from a row. */
    public static CausalItem decodeCausal(byte[] bytes) throws WireFormatException {
        return decodeCausal(new ByteReader(bytes));
    }

    public static void write(ByteWriter out, LaneItem item) {
        int from = out.size();
        out.u8(VERSION);
        switch (item) {
            case StampedEvent event -> EventLayout.write(out.u8(EVENT), event);
            case Placeholder placeholder ->
                writePlaceholder(out.u8(placeholder.bare() ? BARE : PLACEHOLDER), placeholder);
            case SharersNotice notice -> {
                Fields.writeKey(out.u8(SHARERS), notice.key());
                Fields.writeRegions(out, notice.regions());
            }
            case Restatement restatement -> RestatementLayout.write(out.u8(RESTATEMENT), restatement);
            case RestatementApplied applied -> RestatementLayout.write(out.u8(RESTATEMENT_APPLIED), applied);
        }
        int bytes = out.size() - from;
        if (bytes > Limits.ITEM_BYTES_MAX) {
            throw new IllegalArgumentException("item of " + bytes + " bytes exceeds " + Limits.ITEM_BYTES_MAX);
        }
    }

    /** Reads one item to the end of {@code in}. */
    public static LaneItem decode(ByteReader in) throws WireFormatException {
        int version = in.u8();
        if (version != VERSION) {
            throw new WireFormatException("item version " + version + " is not " + VERSION);
        }
        int kind = in.u8();
        LaneItem item = switch (kind) {
            case EVENT -> EventLayout.read(in);
            case PLACEHOLDER -> placeholder(in, false);
            case BARE -> placeholder(in, true);
            case SHARERS -> new SharersNotice(Fields.key(in), Fields.regions(in));
            case RESTATEMENT -> RestatementLayout.restatement(in);
            case RESTATEMENT_APPLIED -> RestatementLayout.applied(in);
            default -> throw new WireFormatException("item kind " + kind + " is unknown");
        };
        in.requireEnd("item");
        return item;
    }

    /** Reads one item that fills a dot to the end of {@code in}. */
    public static CausalItem decodeCausal(ByteReader in) throws WireFormatException {
        return switch (decode(in)) {
            case CausalItem causal -> causal;
            case SharersNotice _ -> throw new WireFormatException("a notice of sharers fills no dot");
            case Restatement _, RestatementApplied _ ->
                throw new WireFormatException("a restatement and its answer fill no dot");
        };
    }

    private static void writePlaceholder(ByteWriter out, Placeholder placeholder) {
        Fields.writeKey(out, placeholder.key());
        SiteTable sites = new SiteTable.Builder()
                .add(placeholder.dot().site())
                .addIds(placeholder.removals())
                .write(out);
        sites.writeDot(out, placeholder.dot());
        out.varint(placeholder.lastCounter() - placeholder.dot().counter());
        out.u64(placeholder.deleteStamp().packed());
        writeExpiry(out, placeholder.expiry());
        requireCount(placeholder.removals().size(), "removals");
        sites.writeIds(out, placeholder.removals());
    }

    private static Placeholder placeholder(ByteReader in, boolean bare) throws WireFormatException {
        ContextKey key = Fields.key(in);
        SiteTable sites = SiteTable.read(in);
        Dot dot = sites.dot(in);
        long lastCounter = dot.counter() + in.varint();
        if (lastCounter < dot.counter()) {
            throw new WireFormatException("run of a placeholder ends beyond " + Long.MAX_VALUE);
        }
        Hlc deleteStamp = Fields.hlc(in);
        Expiry expiry = expiry(in, dot.site());
        List<EntryId> removals = sites.ids(in, Limits.EVENT_ENTRIES_MAX, "removals");
        return new Placeholder(key, dot, lastCounter, removals, deleteStamp, expiry, bare);
    }

    private static void writeExpiry(ByteWriter out, @Nullable Expiry expiry) {
        if (expiry == null) {
            out.varint(Lifetime.UNTOLD);
        } else {
            out.varint(expiry.atMs()).u64(expiry.hlc().packed());
        }
    }

    private static @Nullable Expiry expiry(ByteReader in, SiteId site) throws WireFormatException {
        long atMs = in.varint();
        return atMs == Lifetime.UNTOLD ? null : new Expiry(Fields.hlc(in), site, atMs);
    }

    static void requireCount(int count, String what) {
        if (count > Limits.EVENT_ENTRIES_MAX) {
            throw new IllegalArgumentException(count + " " + what + " exceed " + Limits.EVENT_ENTRIES_MAX);
        }
    }
}
