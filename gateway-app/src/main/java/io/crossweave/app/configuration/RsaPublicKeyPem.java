package io.crossweave.app.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** A PEM file ({@code BEGIN PUBLIC KEY}, RFC 7468) with an RSA key. */
final class RsaPublicKeyPem {
    /** Shorter keys are no longer accepted by anybody (NIST SP 800-131A). */
    private static final int BITS_MIN = 2_048;

    private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
    private static final String END = "-----END PUBLIC KEY-----";

    private RsaPublicKeyPem() {}

    /** The key's PEM text, once it is sure that the key in it can be used; IllegalArgumentException where not. */
    static String read(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IllegalArgumentException("it does not begin with " + BEGIN + " and end with " + END);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(text.substring(BEGIN.length(), text.length() - END.length()));
        try {
            var key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(encoded));
            if (key.getModulus().bitLength() < BITS_MIN) {
                throw new IllegalArgumentException(
                        "the key has " + key.getModulus().bitLength() + " bits");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the key can't be read", e);
        }
        return text;
    }
}
