package io.crossweave.clouds.eventhubs;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The shared access policy of the namespace. A token is {@code SharedAccessSignature sr=<audience>&sig=<HMAC-SHA256 of
 * audience, newline, expiry>&se=<expiry in epoch seconds>&skn=<name>}, each part URL-encoded, the audience signed in
 * its encoded form.
 */
public record AccessKey(String name, String secret) {
    private static final String PREFIX = "SharedAccessSignature ";

    /** The name and key of Microsoft's own emulator, so that its connection strings work here. */
    public static final AccessKey EMULATOR = new AccessKey("RootManageSharedAccessKey", "SAS_KEY_VALUE");

    /** What a good token allows. */
    record Grant(String audience, long expiryS) {}

    Grant check(String token, long nowS) throws RefusedException {
        if (!token.startsWith(PREFIX)) {
            throw refused("not a SharedAccessSignature");
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : token.substring(PREFIX.length()).split("&", -1)) {
            int equals = part.indexOf('=');
            parts.put(part.substring(0, Math.max(equals, 0)), part.substring(equals + 1));
        }
        String audience = required(parts, "sr");
        String expiry = required(parts, "se");
        if (!decoded(required(parts, "skn")).equals(name)) {
            throw refused("unknown key name");
        }
        byte[] signature = decoded(required(parts, "sig")).getBytes(StandardCharsets.US_ASCII);
        byte[] expected = Base64.getEncoder().encode(hmac(audience + "\n" + expiry));
        if (!MessageDigest.isEqual(expected, signature)) {
            throw refused("the signature does not match");
        }
        long expiryS = seconds(expiry);
        if (expiryS <= nowS) {
            throw refused("the token expired at " + expiryS + ", it is " + nowS);
        }
        return new Grant(decoded(audience), expiryS);
    }

    private byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static String required(Map<String, String> parts, String part) throws RefusedException {
        String value = parts.get(part);
        if (value == null) {
            throw refused("the token has no " + part);
        }
        return value;
    }

    private static String decoded(String part) throws RefusedException {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused("the token is not URL-encoded");
        }
    }

    private static long seconds(String expiry) throws RefusedException {
        try {
            return Long.parseLong(expiry);
        } catch (NumberFormatException e) {
            throw refused("the expiry is not a number of seconds");
        }
    }

    private static RefusedException refused(String why) {
        return new RefusedException(AmqpError.UNAUTHORIZED, why);
    }

    @Override
    public String toString() {
        return "AccessKey[" + name + "]";
    }
}
