package io.crossweave.crypto.suite;

import io.crossweave.crypto.kms.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What one envelope is sealed with: its own key, the prefix of its chunk nonces, and the commitment, which binds the envelope to one data
 * key, so that no bytes open differently under another.
 *
 * <p>{@code HKDF-SHA256(data key, salt = message id, info = "io.crossweave.envelope.suite1")} gives 71 bytes: commitment 32, key 32,
 * nonce prefix 7. The message id is random per envelope, so no two envelopes share a key, and nonces need to differ within one only.
 */
public final class EnvelopeSecrets {
    public static final int MESSAGE_ID_BYTES = 32;
    public static final int COMMITMENT_BYTES = 32;
    static final int PREFIX_BYTES = 7;

    private static final byte[] INFO = "io.crossweave.envelope.suite1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY_END = COMMITMENT_BYTES + AesGcm.KEY_BYTES;

    private final byte[] commitment;
    private final KeyMaterial key;
    private final byte[] noncePrefix;

    private EnvelopeSecrets(byte[] derived) {
        commitment = Arrays.copyOf(derived, COMMITMENT_BYTES);
        key = KeyMaterial.of(Arrays.copyOfRange(derived, COMMITMENT_BYTES, KEY_END));
        noncePrefix = Arrays.copyOfRange(derived, KEY_END, derived.length);
    }

    public static EnvelopeSecrets derive(KeyMaterial dataKey, byte[] messageId) {
        return new EnvelopeSecrets(Hkdf.derive(dataKey, messageId, INFO, KEY_END + PREFIX_BYTES));
    }

    /** Public: it stands in the header. */
    public byte[] commitment() {
        return commitment.clone();
    }

    /** Compares in constant time. */
    public boolean commitTo(byte[] claimed) {
        return MessageDigest.isEqual(commitment, claimed);
    }

    KeyMaterial key() {
        return key;
    }

    byte[] noncePrefix() {
        return noncePrefix.clone();
    }

    @Override
    public String toString() {
        return "EnvelopeSecrets[redacted]";
    }
}
