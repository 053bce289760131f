package io.crossweave.crypto.keystore;

import io.crossweave.crypto.kms.KeyMaterial;
import io.crossweave.crypto.kms.RawKeyUse;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The DER forms of Ed25519 and X25519 keys (RFC 8410): a fixed prefix and the 32 key bytes. Only exactly this form is read; OpenSSL and
 * the JDK write it too.
 */
enum Rfc8410 {
    ED25519("70"),
    X25519("6e");

    static final int KEY_BYTES = 32;

    private final String privatePrefix;
    private final String publicPrefix;

    Rfc8410(String lastOidByte) {
        privatePrefix = "302e020100300506032b65" + lastOidByte + "04220420";
        publicPrefix = "302a300506032b65" + lastOidByte + "032100";
    }

    /** PKCS#8. */
    byte[] privateDer(KeyMaterial key, RawKeyUse use) {
        return joined(privatePrefix, key.reveal(use));
    }

    /** X.509 SubjectPublicKeyInfo. */
    byte[] publicDer(byte[] key) {
        return joined(publicPrefix, key);
    }

    Optional<byte[]> privateKey(byte[] der) {
        return stripped(privatePrefix, der);
    }

    Optional<byte[]> publicKey(byte[] der) {
        return stripped(publicPrefix, der);
    }

    static PublicKey x25519PublicKey(byte[] key) throws InvalidKeyException {
        try {
            return KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(X25519.publicDer(key)));
        } catch (GeneralSecurityException refused) {
            throw new InvalidKeyException("X25519 public key refused by the JDK", refused);
        }
    }

    static PrivateKey x25519PrivateKey(KeyMaterial key) throws InvalidKeyException {
        try {
            return KeyFactory.getInstance("X25519")
                    .generatePrivate(new PKCS8EncodedKeySpec(X25519.privateDer(key, RawKeyUse.AGREE)));
        } catch (GeneralSecurityException refused) {
            throw new InvalidKeyException("X25519 private key refused by the JDK", refused);
        }
    }

    private static byte[] joined(String prefixHex, byte[] key) {
        byte[] prefix = HexFormat.of().parseHex(prefixHex);
        return ByteBuffer.allocate(prefix.length + KEY_BYTES)
                .put(prefix)
                .put(key)
                .array();
    }

    private static Optional<byte[]> stripped(String prefixHex, byte[] der) {
        byte[] prefix = HexFormat.of().parseHex(prefixHex);
        boolean fits = der.length == prefix.length + KEY_BYTES
                && Arrays.equals(prefix, 0, prefix.length, der, 0, prefix.length);
        return fits ? Optional.of(Arrays.copyOfRange(der, prefix.length, der.length)) : Optional.empty();
    }
}
