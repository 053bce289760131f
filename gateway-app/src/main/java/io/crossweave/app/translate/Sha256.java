package io.crossweave.app.translate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, which each JDK has. */
final class Sha256 {
    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
