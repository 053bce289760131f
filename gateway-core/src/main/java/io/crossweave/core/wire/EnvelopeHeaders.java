package io.crossweave.core.wire;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The layout of envelope headers, version {@value #VERSION}, and of what their origin signs. Every frame begins with the whole header,
 * exactly as its origin wrote it.
 */
public final class EnvelopeHeaders {
    public static final int VERSION = 1;
    public static final int ID_BYTES = 16;
    public static final int HASH_BYTES = 32;

    private static final int MAGIC = 'C' << 8 | 'W';
    private static final int REGION_CHARS_MAX = 63;
    private static final int FIXED_BYTES = 141;

    /** Bytes of the largest header. */
    static final int BYTES_MAX = FIXED_BYTES + 2 * REGION_CHARS_MAX;

    private static final byte[] SIGNED_DOMAIN = "io.crossweave.envelope.v1\0".getBytes(StandardCharsets.US_ASCII);

    private EnvelopeHeaders() {}

    /** The header with {@code encoded} filled; what stood there is ignored. */
    public static EnvelopeHeader encode(EnvelopeHeader fields) {
        EnvelopeAddress address = fields.address();
        requireChunks(fields);
        String region = address.origin().region();
        var out = new ByteWriter(
                FIXED_BYTES + region.length() + address.destination().length());
        out.u16(MAGIC).u8(VERSION).u8(address.kind().id()).u8(fields.suite());
        out.shortAscii(region).u64(address.origin().incarnation()).u32(fields.originKeyId());
        out.shortAscii(address.destination()).raw(exactly(fields.dataKeyId(), ID_BYTES));
        out.u64(address.linkEpoch());
        out.u8(address.lane().map(lane -> lane.tier().id()).orElse(0));
        out.u8(address.lane().map(LaneId::shard).orElse(0));
        out.u64(address.number()).raw(exactly(fields.policyHash(), ID_BYTES));
        out.raw(exactly(fields.messageId(), HASH_BYTES)).raw(exactly(fields.commitment(), HASH_BYTES));
        out.u32(fields.chunkCount()).u32(fields.bodyBytes());
        return new EnvelopeHeader(
                fields.suite(),
                address,
                fields.originKeyId(),
                fields.dataKeyId(),
                fields.policyHash(),
                fields.messageId(),
                fields.commitment(),
                fields.chunkCount(),
                fields.bodyBytes(),
                out.take());
    }

    /** Reads a header and keeps its bytes as they were received. */
    public static EnvelopeHeader decode(byte[] encoded) throws WireFormatException {
        var in = new ByteReader(encoded);
        EnvelopeHeader header = decode(in);
        in.requireEnd("envelope header");
        return header;
    }

    static EnvelopeHeader decode(ByteReader in) throws WireFormatException {
        int from = in.position();
        if (in.u16() != MAGIC) {
            throw new WireFormatException("not a frame: it does not begin with CW");
        }
        int version = in.u8();
        if (version != VERSION) {
            throw new WireFormatException("wire version " + version + " is not " + VERSION);
        }
        EnvelopeKind kind = kind(in.u8());
        int suite = in.u8();
        SiteId origin = SiteTable.readSite(in);
        int originKeyId = in.u32();
        String destination = SiteTable.readRegion(in);
        byte[] dataKeyId = in.raw(ID_BYTES);
        long linkEpoch = in.u64();
        Optional<LaneId> lane = lane(in, kind);
        var address = address(kind, origin, destination, lane, linkEpoch, in.u64());
        byte[] policyHash = in.raw(ID_BYTES);
        byte[] messageId = in.raw(HASH_BYTES);
        byte[] commitment = in.raw(HASH_BYTES);
        int chunkCount = in.u32(Limits.CHUNKS_MAX, "chunk count");
        int bodyBytes = in.u32(Limits.ENVELOPE_BYTES_MAX, "envelope body");
        byte[] encoded = in.since(from);
        var header = new EnvelopeHeader(
                suite,
                address,
                originKeyId,
                dataKeyId,
                policyHash,
                messageId,
                commitment,
                chunkCount,
                bodyBytes,
                encoded);
        if (!chunksCanHoldBody(chunkCount, bodyBytes)) {
            throw new WireFormatException(
                    "body of " + bodyBytes + " bytes can't be in " + chunkCount + " chunks of allowed size");
        }
        return header;
    }

    /** What the origin signs: a domain string, the header as written, and the root over the sealed chunks. */
    public static byte[] signedBytes(EnvelopeHeader header, byte[] merkleRoot) {
        var out = new ByteWriter(SIGNED_DOMAIN.length + header.encoded().length + HASH_BYTES);
        return out.raw(SIGNED_DOMAIN)
                .raw(header.encoded())
                .raw(exactly(merkleRoot, HASH_BYTES))
                .take();
    }

    private static EnvelopeKind kind(int id) throws WireFormatException {
        try {
            return EnvelopeKind.ofId(id);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("envelope kind " + id + " is unknown");
        }
    }

    private static Optional<LaneId> lane(ByteReader in, EnvelopeKind kind) throws WireFormatException {
        if (kind == EnvelopeKind.DATA) {
            return Optional.of(Fields.lane(in));
        }
        if (in.u16() != 0) {
            throw new WireFormatException(kind + " envelope in a lane");
        }
        return Optional.empty();
    }

    private static EnvelopeAddress address(
            EnvelopeKind kind, SiteId origin, String destination, Optional<LaneId> lane, long linkEpoch, long number)
            throws WireFormatException {
        if (linkEpoch < 1 || number < 1) {
            throw new WireFormatException("link epoch " + linkEpoch + " and number " + number + " start at 1");
        }
        return new EnvelopeAddress(kind, origin, destination, lane, linkEpoch, number);
    }

    private static void requireChunks(EnvelopeHeader fields) {
        if (fields.bodyBytes() < 0
                || fields.bodyBytes() > Limits.ENVELOPE_BYTES_MAX
                || !chunksCanHoldBody(fields.chunkCount(), fields.bodyBytes())) {
            throw new IllegalArgumentException("body of " + fields.bodyBytes() + " bytes in " + fields.chunkCount()
                    + " chunks; chunks have " + Limits.CHUNK_BYTES_MIN + " to " + Limits.CHUNK_BYTES
                    + " bytes, only the last may be shorter, and a body has at most " + Limits.ENVELOPE_BYTES_MAX);
        }
    }

    private static boolean chunksCanHoldBody(int chunkCount, int bodyBytes) {
        int fewest = Math.max(1, Math.ceilDiv(bodyBytes, Limits.CHUNK_BYTES));
        int most = Math.max(1, Math.ceilDiv(bodyBytes, Limits.CHUNK_BYTES_MIN));
        return chunkCount >= fewest && chunkCount <= most;
    }

    private static byte[] exactly(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(bytes.length + " bytes where the layout has " + length);
        }
        return bytes;
    }
}
