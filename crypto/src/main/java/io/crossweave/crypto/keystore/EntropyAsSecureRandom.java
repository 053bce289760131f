package io.crossweave.crypto.keystore;

import io.crossweave.crypto.kms.Entropy;
import java.io.Serial;
import java.security.SecureRandom;

/** Lets the JDK's key encapsulation draw from the injected entropy, so that a run with seeded entropy can be repeated. */
final class EntropyAsSecureRandom extends SecureRandom {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Entropy entropy;

    EntropyAsSecureRandom(Entropy entropy) {
        this.entropy = entropy;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        byte[] fresh = entropy.bytes(bytes.length);
        System.arraycopy(fresh, 0, bytes, 0, bytes.length);
    }
}
