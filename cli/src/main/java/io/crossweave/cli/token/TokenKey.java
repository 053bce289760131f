package io.crossweave.cli.token;

import io.crossweave.cli.CommandFailure;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/**
 * The RSA key pair that signs tokens, as two PEM files (RFC 7468) of a folder: {@code token-signing.pem}, PKCS#8 and 0600, and {@code
 * token-public.pem}, X.509, for the sites.
 */
public final class TokenKey {
    private static final int BITS = 2_048;
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

    private final PrivateKey key;

    private TokenKey(PrivateKey key) {
        this.key = key;
    }

    /** Where the public half stands, for a site's configuration. */
    public static Path publicFile(Path folder) {
        return folder.resolve("token-public.pem");
    }

    private static Path signingFile(Path folder) {
        return folder.resolve("token-signing.pem");
    }

    /** Makes the pair where there is none; an existing one is kept, so that tokens outlive a restart. */
    public static void create(Path folder) throws IOException {
        if (Files.exists(signingFile(folder)) && Files.exists(publicFile(folder))) {
            return;
        }
        KeyPair pair;
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
        Files.deleteIfExists(signingFile(folder));
        PemFile.write(signingFile(folder), PRIVATE, pair.getPrivate().getEncoded());
        Files.deleteIfExists(publicFile(folder));
        PemFile.write(publicFile(folder), PUBLIC, pair.getPublic().getEncoded());
    }

    /** The key of the folder; a failure tells where there is none. */
    public static TokenKey open(Path folder) {
        Path file = signingFile(folder);
        if (!Files.exists(file)) {
            throw new CommandFailure("no key to make tokens with at " + file
                    + ": start ./crossweave demo first, name its folder by --data, or give a token by --token");
        }
        try {
            byte[] encoded = PemFile.read(file, PRIVATE);
            return new TokenKey(KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (IOException | GeneralSecurityException e) {
            throw new CommandFailure("the key " + file + " can't be read: " + e.getMessage());
        }
    }

    /** A signed token in its compact form, valid from now on. */
    public String sign(TokenClaims claims, Instant now) {
        JsonObject header = JsonObject.of("alg", new JsonString("RS256"), "typ", new JsonString("JWT"));
        String signed = encoded(header) + "." + encoded(claims.claims(now));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + BASE64_URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs by SHA256withRSA", e);
        }
    }

    private static String encoded(JsonObject part) {
        return BASE64_URL.encodeToString(JsonWriter.canonicalBytes(part));
    }
}
