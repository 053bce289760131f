package io.crossweave.crypto.suite;

import java.nio.ByteBuffer;

/**
 * The chunks of one envelope, each sealed for its place: a chunk that is moved, repeated, dropped or cut off at the end does not open.
 *
 * <p>This is the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár ("Online Authenticated-Encryption and its Nonce-Reuse
 * Misuse-Resistance", 2015): the nonce of a chunk is {@code prefix (7), index u32, 1 for the last chunk and 0 for the others}. The
 * envelope's whole header is the additional data of every chunk. For one envelope and one thread.
 */
public final class ChunkCipher {
    private final AesGcm cipher;
    private final byte[] noncePrefix;
    private final byte[] header;
    private final int chunkCount;

    /** For chunks under the header as its origin wrote it. */
    public ChunkCipher(EnvelopeSecrets secrets, byte[] header, int chunkCount) {
        this.cipher = new AesGcm(secrets.key());
        this.noncePrefix = secrets.noncePrefix();
        this.header = header;
        this.chunkCount = chunkCount;
    }

    /** Seals {@code length} bytes of the body from {@code from} as the chunk of this index. */
    public byte[] seal(int index, byte[] body, int from, int length) {
        return cipher.encrypt(nonce(noncePrefix, index, chunkCount), header, body, from, length);
    }

    /** Writes the chunk's plain bytes into the body at {@code at}; false when it is not what was sealed for this place. */
    public boolean open(int index, byte[] chunk, byte[] body, int at) {
        return cipher.decrypt(nonce(noncePrefix, index, chunkCount), header, chunk, body, at);
    }

    static byte[] nonce(byte[] prefix, int index, int chunkCount) {
        return ByteBuffer.allocate(AesGcm.NONCE_BYTES)
                .put(prefix)
                .putInt(index)
                .put((byte) (index == chunkCount - 1 ? 1 : 0))
                .array();
    }
}
