package io.crossweave.core.wire;

import java.util.List;

/**
 * A sealed batch of one lane for one destination, ready to be cut.
 *
 * @param chunks sealed chunks in order (ciphertext and tag); the plain body as chunks for KEY envelopes
 * @param merkleRoot 32 bytes over the chunks
 * @param signature over header and root
 */
@SuppressWarnings("ArrayRecordComponent") // moved once from the sealer to the cutter
public record SealedEnvelope(EnvelopeHeader header, List<byte[]> chunks, byte[] merkleRoot, byte[] signature) {
    public SealedEnvelope {
        chunks = List.copyOf(chunks);
    }
}
