package io.crossweave.core.wire;

import java.util.List;

/**
 * A frame whose layout and bounds were checked; nothing of it is trusted yet.
 *
 * @param frameIndex from 0
 * @param frameCount frames of the envelope
 * @param firstChunk index of the first chunk in this frame
 * @param chunks a run of whole chunks
 * @param merklePath hashes that lead from the run to the root
 */
@SuppressWarnings("ArrayRecordComponent") // slices of one received message, private to the inbound path
public record ParsedFrame(
        EnvelopeHeader header,
        byte[] merkleRoot,
        byte[] signature,
        int frameIndex,
        int frameCount,
        int firstChunk,
        List<byte[]> chunks,
        List<byte[]> merklePath) {
    public ParsedFrame {
        chunks = List.copyOf(chunks);
        merklePath = List.copyOf(merklePath);
    }
}
