package io.crossweave.crypto.suite;

import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.RawKeyUse;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF with SHA-256 (RFC 5869), extract and expand in one step, by the JDK. */
public final class Hkdf {
    private Hkdf() {}

    /**
     * Output keying material.
     *
     * @param secret input keying material
     * @param salt any length; empty stands for 32 zero bytes
     * @param info separates what is derived from one secret for different ends
     * @param bytes output length, at most 255 × 32
     */
    public static byte[] derive(KeyMaterial secret, byte[] salt, byte[] info, int bytes) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(secret.reveal(RawKeyUse.DERIVE))
                            .addSalt(salt)
                            .thenExpand(info, bytes));
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("HKDF-SHA256 of " + bytes + " bytes is refused by the JDK", broken);
        }
    }
}
