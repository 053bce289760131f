package io.crossweave.core.wire;

import io.crossweave.core.limits.Limits;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a sealed envelope into frames that a transport can carry: each but the last has as many whole chunks as fit. A frame is made when it
 * is asked for, so that a large envelope is not held a second time.
 */
public final class FrameCutter extends AbstractList<Frame> {
    /** First chunk, chunks, hashes of the path. */
    private static final int COUNTS_BYTES = 4 + 2 + 1;

    private static final int CHUNK_LENGTH_BYTES = 4;

    private final SealedEnvelope envelope;
    private final int chunksPerFrame;
    private final int frameCount;
    /** Absent where one frame carries all: the root is then proved by the chunks themselves. */
    private final @Nullable MerkleTree tree;

    private FrameCutter(SealedEnvelope envelope, int chunksPerFrame) {
        List<byte[]> chunks = envelope.chunks();
        this.envelope = envelope;
        this.chunksPerFrame = chunksPerFrame;
        this.frameCount = Math.ceilDiv(chunks.size(), chunksPerFrame);
        requireWithin(frameCount, Limits.FRAMES_MAX, "frames of one envelope");
        this.tree = frameCount > 1 ? MerkleTree.of(chunks) : null;
    }

    /** The frames in their order; {@code get} makes one anew at each call, always with the same bytes. */
    public static List<Frame> cut(SealedEnvelope envelope, int frameBytesMax) {
        List<byte[]> chunks = envelope.chunks();
        if (chunks.size() != envelope.header().chunkCount()) {
            throw new IllegalArgumentException(chunks.size() + " chunks where the header says "
                    + envelope.header().chunkCount());
        }
        requireWithin(envelope.signature().length, Limits.SIGNATURE_BYTES_MAX, "signature bytes");
        int room = frameBytesMax - fixedBytes(envelope);
        boolean fitsInOne = chunks.size() <= Limits.FRAME_CHUNKS_MAX && bytesOf(chunks) <= room;
        return new FrameCutter(envelope, fitsInOne ? chunks.size() : chunksPerFrame(chunks, room));
    }

    @Override
    public int size() {
        return frameCount;
    }

    @Override
    public Frame get(int index) {
        Objects.checkIndex(index, frameCount);
        List<byte[]> chunks = envelope.chunks();
        int from = index * chunksPerFrame;
        int to = Math.min(chunks.size(), from + chunksPerFrame);
        List<byte[]> path = tree == null ? List.of() : tree.proof(from, to);
        return frame(envelope, new Cut(from, chunks.subList(from, to), path));
    }

    /** Bytes of a frame beside its chunks and its path. */
    private static int fixedBytes(SealedEnvelope envelope) {
        return envelope.header().encoded().length
                + EnvelopeHeaders.HASH_BYTES
                + 1
                + envelope.signature().length
                + COUNTS_BYTES;
    }

    private static int chunksPerFrame(List<byte[]> chunks, int room) {
        int largest = 0;
        for (byte[] chunk : chunks) {
            largest = Math.max(largest, chunk.length);
        }
        int left = room - pathHashesMax(chunks.size()) * EnvelopeHeaders.HASH_BYTES;
        int fitting = left / (CHUNK_LENGTH_BYTES + largest);
        if (fitting < 1) {
            throw new IllegalArgumentException("a chunk of " + largest + " bytes does not fit into the " + left
                    + " bytes that a frame has for chunks");
        }
        return Math.min(fitting, Limits.FRAME_CHUNKS_MAX);
    }

    /** A run has at most one subtree beside it per height at each end. */
    static int pathHashesMax(int chunkCount) {
        return 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(chunkCount - 1));
    }

    private static long bytesOf(List<byte[]> chunks) {
        long bytes = 0;
        for (byte[] chunk : chunks) {
            bytes += CHUNK_LENGTH_BYTES + chunk.length;
        }
        return bytes;
    }

    private static Frame frame(SealedEnvelope envelope, Cut cut) {
        long bytes = fixedBytes(envelope) + bytesOf(cut.chunks) + (long) EnvelopeHeaders.HASH_BYTES * cut.path.size();
        var out = new ByteWriter(Math.toIntExact(bytes));
        out.raw(envelope.header().encoded()).raw(envelope.merkleRoot());
        out.u8(envelope.signature().length).raw(envelope.signature());
        out.u32(cut.firstChunk).u16(cut.chunks.size()).u8(cut.path.size());
        cut.path.forEach(out::raw);
        for (byte[] chunk : cut.chunks) {
            out.u32(chunk.length).raw(chunk);
        }
        return new Frame(out.take());
    }

    private static void requireWithin(int value, int max, String what) {
        if (value > max) {
            throw new IllegalArgumentException(value + " " + what + " exceed " + max);
        }
    }

    private record Cut(int firstChunk, List<byte[]> chunks, List<byte[]> path) {}
}
