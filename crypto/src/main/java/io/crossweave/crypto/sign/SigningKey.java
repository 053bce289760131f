package io.crossweave.crypto.sign;

import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.RawKeyUse;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A site's Ed25519 signing key (RFC 8032), used through Bouncy Castle, which signs many times faster than the JDK. Safe for concurrent
 * use.
 */
public final class SigningKey {
    public static final int SEED_BYTES = 32;
    public static final int PUBLIC_BYTES = 32;
    public static final int SIGNATURE_BYTES = 64;

    private final int keyId;
    private final KeyMaterial seed;
    private final byte[] publicKey;

    /**
     * The key of a seed.
     *
     * @param keyId names the key among those of its site, unsigned
     * @param seed 32 bytes
     */
    public SigningKey(int keyId, KeyMaterial seed) {
        if (seed.size() != SEED_BYTES) {
            throw new IllegalArgumentException("Ed25519 seed of " + seed.size() + " bytes, expected " + SEED_BYTES);
        }
        this.keyId = keyId;
        this.seed = seed;
        this.publicKey = publicKeyOf(seed);
    }

    public int keyId() {
        return keyId;
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    public byte[] sign(byte[] message) {
        byte[] signature = new byte[SIGNATURE_BYTES];
        Ed25519.sign(seed.reveal(RawKeyUse.SIGN), 0, publicKey, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** The 32 public bytes that belong to a seed. */
    public static byte[] publicKeyOf(KeyMaterial seed) {
        byte[] publicKey = new byte[PUBLIC_BYTES];
        Ed25519.generatePublicKey(seed.reveal(RawKeyUse.SIGN), 0, publicKey, 0);
        return publicKey;
    }

    @Override
    public String toString() {
        return "SigningKey[" + Integer.toUnsignedString(keyId) + ", redacted]";
    }
}
