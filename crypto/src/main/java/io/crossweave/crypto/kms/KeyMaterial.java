package io.crossweave.crypto.kms;

import java.security.MessageDigest;
import java.util.Objects;

/**
 * Secret key bytes. They are copied in, come out only by {@link #reveal}, are compared in constant time and are never printed.
 *
 * <p>The JVM gives no promise that a copy is wiped from memory; what is promised is that no log line, exception or dump of an object's
 * text contains them.
 */
public final class KeyMaterial {
    private final byte[] secret;

    private KeyMaterial(byte[] secret) {
        this.secret = secret;
    }

    public static KeyMaterial of(byte[] secret) {
        return new KeyMaterial(secret.clone());
    }

    /** A copy of the raw bytes, for the use that is named. */
    public byte[] reveal(RawKeyUse use) {
        Objects.requireNonNull(use, "a use must be named");
        return secret.clone();
    }

    public int size() {
        return secret.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyMaterial that && MessageDigest.isEqual(secret, that.secret);
    }

    /** Only the length: a hash of the bytes would be a hint at them. */
    @Override
    public int hashCode() {
        return secret.length;
    }

    @Override
    public String toString() {
        return "KeyMaterial[" + secret.length + " bytes, redacted]";
    }
}
