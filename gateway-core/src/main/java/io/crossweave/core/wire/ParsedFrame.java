package io.crossweave.core.wire;

import java.util.Arrays;
import java.util.List;

/**
 * A frame whose layout and bounds were checked; nothing of it is trusted yet. Signature first, then {@link #pathHolds}: together they
 * prove that the origin sealed exactly these chunks for these places of the envelope.
 *
 * <p>A frame has no number of its own: the path proves the places of its chunks, and an envelope is complete when its chunks are.
 *
 * @param firstChunk index of the first chunk in this frame
 * @param chunks a run of whole chunks
 * @param merklePath hashes that lead from the run to the root
 */
@SuppressWarnings("ArrayRecordComponent") // slices of one received message, private to the inbound path
public record ParsedFrame(
        EnvelopeHeader header,
        byte[] merkleRoot,
        byte[] signature,
        int firstChunk,
        List<byte[]> chunks,
        List<byte[]> merklePath) {
    public ParsedFrame {
        chunks = List.copyOf(chunks);
        merklePath = List.copyOf(merklePath);
    }

    /** Whether the chunks stand at their places under the root. */
    public boolean pathHolds() {
        return MerkleTree.runHolds(merkleRoot, header.chunkCount(), firstChunk, chunks, merklePath);
    }

    /** Whether both come from one envelope: one header, one root. Of two envelopes that claim one message id at most one is signed. */
    public boolean sameEnvelope(ParsedFrame other) {
        return Arrays.equals(header.encoded(), other.header.encoded()) && Arrays.equals(merkleRoot, other.merkleRoot);
    }

    /** Whether the envelope has no other frame. */
    public boolean isWhole() {
        return chunks.size() == header.chunkCount();
    }

    /** Bytes that the frame keeps in memory. */
    public long heldBytes() {
        long held = header.encoded().length + signature.length + EnvelopeHeaders.HASH_BYTES * (1L + merklePath.size());
        for (byte[] chunk : chunks) {
            held += chunk.length;
        }
        return held;
    }
}
