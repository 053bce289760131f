package io.crossweave.app.fake;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/** Tokens of the test site's key, and others. */
public final class Tokens {
    private static final KeyPair KEYS = keys();
    private static final KeyPair FOREIGN_KEYS = keys();
    private static final long LIFE_SECONDS = 3_600;

    private Tokens() {}

    public static String publicKeyPem() {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEYS.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    public static String of(String... groups) {
        return valid(groups).sign(KEYS.getPrivate());
    }

    public static String ofTenant(String tenant) {
        return valid("reader", "publisher").claim("tenant", tenant).sign(KEYS.getPrivate());
    }

    public static String ofSubject(String subject) {
        return valid("reader", "publisher").subject(subject).sign(KEYS.getPrivate());
    }

    public static String withoutTenant() {
        return Jwt.issuer("crossweave-demo")
                .audience("crossweave")
                .subject("ann")
                .groups(Set.of("reader"))
                .expiresAt(Instant.now().plusSeconds(LIFE_SECONDS))
                .sign(KEYS.getPrivate());
    }

    public static String foreign() {
        return valid("reader", "publisher").sign(FOREIGN_KEYS.getPrivate());
    }

    public static String expired() {
        return valid("reader", "publisher")
                .expiresAt(Instant.now().minusSeconds(LIFE_SECONDS))
                .sign(KEYS.getPrivate());
    }

    public static String ofIssuer(String issuer) {
        return valid("reader", "publisher").issuer(issuer).sign(KEYS.getPrivate());
    }

    public static String ofAudience(String audience) {
        return valid("reader", "publisher").audience(audience).sign(KEYS.getPrivate());
    }

    /** Made by hand: the builder always adds an {@code iat}. */
    public static String withoutIssueTime() {
        String claims =
                "{\"iss\":\"crossweave-demo\",\"aud\":\"crossweave\",\"sub\":\"ann\",\"tenant\":\"default\",\"groups\":[\"reader\"],\"exp\":"
                        + Instant.now().plusSeconds(LIFE_SECONDS).getEpochSecond() + "}";
        String signed = base64("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(KEYS.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.UTF_8));
            return signed + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without RSA", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static JwtClaimsBuilder valid(String... groups) {
        return Jwt.issuer("crossweave-demo")
                .audience("crossweave")
                .subject("ann")
                .claim("tenant", "default")
                .claim("source", "human")
                .groups(Set.of(groups))
                .expiresAt(Instant.now().plusSeconds(LIFE_SECONDS));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2_048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a JDK without RSA", e);
        }
    }
}
