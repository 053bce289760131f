package io.crossweave.it.sites;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/** Who signs the tokens that a cluster's sites accept: made by the plain JDK, so that the product's own way is not its judge. */
final class TokenKey {
    private static final int BITS = 2_048;
    private static final int LINE_CHARS = 64;
    static final String EVERYBODY = "\"reader\",\"publisher\",\"operator\",\"admin\"";

    private final KeyPair pair;

    private TokenKey(KeyPair pair) {
        this.pair = pair;
    }

    static TokenKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return new TokenKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA", e);
        }
    }

    String publicPem() {
        byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(LINE_CHARS, newLine)
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    /** For the tenant, with all groups, for an hour. */
    String token(String tenant) {
        return token(tenant, EVERYBODY, Instant.now().plusSeconds(3_600));
    }

    /** {@code groups} as the elements of a JSON array. */
    String token(String tenant, String groups, Instant expiry) {
        String claims = "{\"iss\":\"crossweave-demo\",\"aud\":\"crossweave\",\"sub\":\"tester\",\"tenant\":\"" + tenant
                + "\",\"groups\":[" + groups + "],\"source\":[\"human\"],\"iat\":"
                + expiry.minusSeconds(43_200).getEpochSecond() + ",\"exp\":" + expiry.getEpochSecond() + "}";
        String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform signs by RSA", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
