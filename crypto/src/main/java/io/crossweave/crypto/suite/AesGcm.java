package io.crossweave.crypto.suite;

import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.RawKeyUse;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM with 96-bit nonces and 128-bit tags (NIST SP 800-38D), by the JDK, under one key.
 *
 * <p>The caller never repeats a nonce. Not safe for concurrent use: one per envelope, made anew, which costs about a microsecond and
 * nothing to keep for thousands of virtual threads.
 */
public final class AesGcm {
    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 12;
    public static final int TAG_BYTES = 16;

    private final Cipher cipher;
    private final SecretKeySpec key;

    public AesGcm(KeyMaterial key) {
        if (key.size() != KEY_BYTES) {
            throw new IllegalArgumentException("AES-256 key of " + key.size() + " bytes, expected " + KEY_BYTES);
        }
        this.key = new SecretKeySpec(key.reveal(RawKeyUse.ENCRYPT), "AES");
        try {
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("the JDK has no AES/GCM", absent);
        }
    }

    /** Ciphertext and tag of {@code length} bytes of {@code plain} from {@code from}. */
    public byte[] encrypt(byte[] nonce, byte[] aad, byte[] plain, int from, int length) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(aad);
            return cipher.doFinal(plain, from, length);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM refused to encrypt " + length + " bytes", broken);
        }
    }

    /** Writes the plaintext to {@code out} from {@code at}; false when anything was changed, and then nothing of it stands there. */
    public boolean decrypt(byte[] nonce, byte[] aad, byte[] sealed, byte[] out, int at) {
        if (sealed.length < TAG_BYTES) {
            return false;
        }
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(aad);
            cipher.doFinal(sealed, 0, sealed.length, out, at);
            return true;
        } catch (AEADBadTagException changed) {
            return false;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM refused to decrypt " + sealed.length + " bytes", broken);
        }
    }
}
