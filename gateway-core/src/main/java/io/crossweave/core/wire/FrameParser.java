package io.crossweave.core.wire;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.wire.ParseOutcome.Malformed;
import io.crossweave.core.wire.ParseOutcome.Parsed;
import java.util.ArrayList;
import java.util.List;

/** Takes a received frame apart. It checks layout and bounds and nothing else; no input makes it throw. */
public final class FrameParser {
    private FrameParser() {}

    public static ParseOutcome parse(byte[] frame) {
        try {
            return new Parsed(read(new ByteReader(frame)));
        } catch (WireFormatException e) {
            return new Malformed(e.reason());
        }
    }

    private static ParsedFrame read(ByteReader in) throws WireFormatException {
        EnvelopeHeader header = EnvelopeHeaders.decode(in);
        byte[] root = in.raw(EnvelopeHeaders.HASH_BYTES);
        byte[] signature = in.raw(within(in.u8(), 1, Limits.SIGNATURE_BYTES_MAX, "signature bytes"));
        int firstChunk = in.u32(header.chunkCount() - 1, "first chunk");
        int chunkRun = within(in.u16(), 1, Limits.FRAME_CHUNKS_MAX, "chunks");
        if (firstChunk + chunkRun > header.chunkCount()) {
            throw new WireFormatException(
                    "chunks " + firstChunk + ".." + (firstChunk + chunkRun) + " of " + header.chunkCount());
        }
        List<byte[]> path = path(in, MerkleTree.proofLength(header.chunkCount(), firstChunk, firstChunk + chunkRun));
        List<byte[]> chunks = chunks(in, chunkRun, header.bodyBytes());
        in.requireEnd("frame");
        return new ParsedFrame(header, root, signature, firstChunk, chunks, path);
    }

    private static List<byte[]> path(ByteReader in, int expected) throws WireFormatException {
        int length = in.u8();
        if (length != expected) {
            throw new WireFormatException("path of " + length + " hashes where the run needs " + expected);
        }
        var path = new ArrayList<byte[]>(length);
        for (int i = 0; i < length; i++) {
            path.add(in.raw(EnvelopeHeaders.HASH_BYTES));
        }
        return path;
    }

    private static List<byte[]> chunks(ByteReader in, int count, int bodyBytes) throws WireFormatException {
        if ((long) count * Integer.BYTES > in.remaining()) {
            throw new WireFormatException(count + " chunks can't be in " + in.remaining() + " bytes");
        }
        var chunks = new ArrayList<byte[]>(count);
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            byte[] chunk = in.raw(in.u32(Limits.CHUNK_BYTES + Limits.CHUNK_SEAL_BYTES, "chunk"));
            chunks.add(chunk);
            bytes += chunk.length;
        }
        if (bytes > bodyBytes + (long) count * Limits.CHUNK_SEAL_BYTES) {
            throw new WireFormatException(
                    bytes + " bytes in " + count + " chunks of an envelope with a body of " + bodyBytes);
        }
        return chunks;
    }

    private static int within(int value, int min, int max, String what) throws WireFormatException {
        if (value < min || value > max) {
            throw new WireFormatException(what + " of " + value + " is outside " + min + ".." + max);
        }
        return value;
    }
}
