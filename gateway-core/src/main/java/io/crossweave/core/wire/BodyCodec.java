package io.crossweave.core.wire;

import com.github.luben.zstd.Zstd;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.limits.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body of a DATA envelope, version {@value #VERSION}: the projection epoch, and one compartment per tenant, each one block that is compressed by itself, so that
 * no tenant can learn of another's values by what they compress to (CRIME, 2012). Tenants stand in the order of their first item, and the
 * items of a tenant in theirs.
 */
public final class BodyCodec {
    public static final int VERSION = 1;
    /** The same, and behind the projection epoch stands how far the origin's store is. */
    private static final int VERSION_WITH_COMMIT = 2;

    /** Trained dictionaries come with their own ids; this is none. */
    private static final int NO_DICTIONARY = 0;

    private static final int STORED = 0;
    private static final int ZSTD = 1;
    /** Magic number, frame header and one block header (RFC 8878). */
    private static final int ZSTD_FRAME_BYTES_MIN = 9;
    /** Below it compressing saves a few bytes and takes longer than the rest. */
    private static final int COMPRESS_FROM_BYTES = 512;
    /** A block is sent compressed where that saves at least this part of it; else opening it would be work for nothing. */
    private static final int SAVED_PART_MIN = 16;

    private static final int TENANT_BYTES_MAX = 128;
    private static final int COMPARTMENT_BYTES_MIN = 7;
    private static final int ITEM_BYTES_MIN = 8;
    private static final int BYTES_EXPECTED = 1_024;

    private BodyCodec() {}

    public static byte[] encode(DataBody body) {
        return encode(body.projectionEpoch(), body.commit(), body.items());
    }

    public static byte[] encode(long projectionEpoch, List<? extends LaneItem> items) {
        return encode(projectionEpoch, 0, items);
    }

    /** All items together must fit into an envelope; none at all is a number that has nothing to bring any more. */
    private static byte[] encode(long projectionEpoch, long commit, List<? extends LaneItem> items) {
        var blocks = new LinkedHashMap<String, Block>();
        for (LaneItem item : items) {
            blocks.computeIfAbsent(item.key().tenant(), tenant -> new Block()).add(item);
        }
        long plainBytes = 0;
        for (Block block : blocks.values()) {
            plainBytes += block.plain.size();
        }
        if (plainBytes > Limits.ENVELOPE_BYTES_MAX) {
            throw new IllegalArgumentException(items.size() + " items of " + plainBytes + " bytes; an envelope has "
                    + Limits.ENVELOPE_BYTES_MAX + " bytes at most");
        }
        var out = new ByteWriter(BYTES_EXPECTED)
                .u8(commit == 0 ? VERSION : VERSION_WITH_COMMIT)
                .varint(projectionEpoch);
        if (commit != 0) {
            out.varint(commit);
        }
        out.varint(blocks.size());
        for (Map.Entry<String, Block> block : blocks.entrySet()) {
            out.text(block.getKey()).varint(NO_DICTIONARY);
            block.getValue().write(out);
        }
        return out.take();
    }

    /** A body that was opened; what it claims of its size is checked before memory is taken. */
    public static DataBody decode(byte[] body) throws WireFormatException {
        var in = new ByteReader(body);
        int version = in.u8();
        if (version != VERSION && version != VERSION_WITH_COMMIT) {
            throw new WireFormatException("body version " + version + " is not " + VERSION);
        }
        long projectionEpoch = in.varint();
        if (projectionEpoch < 1) {
            throw new WireFormatException("projection epochs begin at 1");
        }
        long commit = version == VERSION ? 0 : in.varint();
        int compartments = in.count(Limits.ENVELOPE_BYTES_MAX, COMPARTMENT_BYTES_MIN, "compartments");
        var items = new ArrayList<LaneItem>();
        int bytesLeft = Limits.ENVELOPE_BYTES_MAX;
        for (int i = 0; i < compartments; i++) {
            String tenant = in.text(TENANT_BYTES_MAX, "tenant");
            int dictionary = in.varint(Integer.MAX_VALUE, "dictionary id");
            if (dictionary != NO_DICTIONARY) {
                throw new WireFormatException("dictionary " + dictionary + " is unknown");
            }
            int compression = in.u8();
            int count = in.varint(Integer.MAX_VALUE, "items");
            int plainBytes = in.varint(bytesLeft, "plain bytes of a compartment");
            bytesLeft -= plainBytes;
            ByteReader block = in.section(Limits.ENVELOPE_BYTES_MAX, "block");
            readItems(tenant, count, plain(block, compression, plainBytes), items);
        }
        in.requireEnd("body");
        return new DataBody(projectionEpoch, commit, items);
    }

    private static ByteReader plain(ByteReader block, int compression, int plainBytes) throws WireFormatException {
        return switch (compression) {
            case STORED -> {
                if (block.remaining() != plainBytes) {
                    throw new WireFormatException(
                            "stored block of " + block.remaining() + " bytes says that it has " + plainBytes);
                }
                yield block;
            }
            case ZSTD -> decompressed(block, plainBytes);
            default -> throw new WireFormatException("compression " + compression + " is unknown");
        };
    }

    private static ByteReader decompressed(ByteReader block, int plainBytes) throws WireFormatException {
        if (block.remaining() < ZSTD_FRAME_BYTES_MIN) {
            throw new WireFormatException("zstd block of " + block.remaining() + " bytes is too short");
        }
        long claimed = Zstd.getFrameContentSize(block.array(), block.position(), block.remaining());
        if (claimed != plainBytes) {
            throw new WireFormatException("zstd frame is not one of " + plainBytes + " bytes");
        }
        var plain = new byte[plainBytes];
        int written = ZstdBlocks.decompress(block, plain);
        if (written != plainBytes) {
            throw new WireFormatException("zstd block has " + written + " bytes where it says " + plainBytes);
        }
        return new ByteReader(plain);
    }

    private static void readItems(String tenant, int count, ByteReader plain, List<LaneItem> items)
            throws WireFormatException {
        if (count < 1 || (long) count * ITEM_BYTES_MIN > plain.remaining()) {
            throw new WireFormatException(count + " items in a block of " + plain.remaining() + " bytes");
        }
        for (int i = 0; i < count; i++) {
            LaneItem item = ItemCodec.decode(plain.slice(plain.u32(Limits.ITEM_BYTES_MAX, "item")));
            if (!item.key().tenant().equals(tenant)) {
                throw new WireFormatException("an item of another tenant stands in a tenant's compartment");
            }
            items.add(item);
        }
        plain.requireEnd("block");
    }

    /** The items of one tenant. */
    private static final class Block {
        private final ByteWriter plain = new ByteWriter(BYTES_EXPECTED);
        private int count;

        void add(LaneItem item) {
            int from = plain.size();
            ItemCodec.write(plain.u32(0), item);
            plain.setU32(from, plain.size() - from - Integer.BYTES);
            count++;
        }

        void write(ByteWriter out) {
            int plainBytes = plain.size();
            if (plainBytes >= COMPRESS_FROM_BYTES) {
                var compressed = new byte[Math.toIntExact(Zstd.compressBound(plainBytes))];
                int written = ZstdBlocks.compress(plain.array(), plainBytes, compressed);
                if (written <= plainBytes - plainBytes / SAVED_PART_MIN) {
                    out.u8(ZSTD).varint(count).varint(plainBytes).varint(written);
                    out.write(compressed, 0, written);
                    return;
                }
            }
            out.u8(STORED).varint(count).varint(plainBytes).varint(plainBytes);
            out.write(plain.array(), 0, plainBytes);
        }
    }
}
