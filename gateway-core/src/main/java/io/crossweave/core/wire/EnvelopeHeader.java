package io.crossweave.core.wire;

/**
 * The clear part of an envelope, all of it authenticated: carried whole by every frame, exactly as its origin wrote it.
 *
 * @param suite algorithm suite id; 1 = AES-256-GCM chunks, HKDF-SHA256, Ed25519
 * @param originKeyId which of the origin's signing keys signed
 * @param dataKeyId 16 bytes; zeros for KEY envelopes
 * @param policyHash 16 bytes
 * @param messageId 32 random bytes
 * @param commitment 32 bytes that commit to the key; zeros for KEY envelopes
 * @param chunkCount sealed chunks of the body, at least 1
 * @param bodyBytes plain (compressed) body length
 * @param encoded the header's bytes as written or received: the additional data of every chunk. {@link EnvelopeHeaders#encode} fills it
 */
@SuppressWarnings("ArrayRecordComponent") // fixed-length identifiers, private to the inbound and outbound paths
public record EnvelopeHeader(
        int suite,
        EnvelopeAddress address,
        int originKeyId,
        byte[] dataKeyId,
        byte[] policyHash,
        byte[] messageId,
        byte[] commitment,
        int chunkCount,
        int bodyBytes,
        byte[] encoded) {
    /** Stands for {@code encoded} until the header is encoded. */
    public static final byte[] NOT_ENCODED = new byte[0];
}
