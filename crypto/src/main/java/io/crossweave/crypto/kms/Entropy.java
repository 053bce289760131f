package io.crossweave.crypto.kms;

import java.security.SecureRandom;

/** Where random bytes come from: the system's generator, or a seeded one where a run must be repeatable. Safe for concurrent use. */
@FunctionalInterface
public interface Entropy {
    /** Fresh bytes that nobody can predict; never fewer than asked for. */
    byte[] bytes(int count);

    /** The operating system's generator, through the JDK. */
    static Entropy system() {
        SecureRandom random = new SecureRandom();
        return count -> {
            byte[] fresh = new byte[count];
            random.nextBytes(fresh);
            return fresh;
        };
    }
}
