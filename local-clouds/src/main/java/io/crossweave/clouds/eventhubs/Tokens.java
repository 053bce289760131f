package io.crossweave.clouds.eventhubs;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The tokens that one connection has put: audience path → expiry. Each link needs one that covers its address. */
final class Tokens {
    private final Map<String, Long> expiryS = new HashMap<>();

    void grant(AccessKey.Grant grant) throws RefusedException {
        if (expiryS.size() >= HubLimits.TOKENS_PER_CONNECTION_MAX) {
            throw new RefusedException(
                    AmqpError.LIMIT_EXCEEDED,
                    "a connection holds at most " + HubLimits.TOKENS_PER_CONNECTION_MAX + " tokens");
        }
        expiryS.merge(path(grant.audience()), grant.expiryS(), Math::max);
    }

    /** A token for a path covers the path and all below it: that of the hub covers its partitions. */
    void require(String address, long nowS) throws RefusedException {
        String wanted = normal(address);
        boolean covered = expiryS.entrySet().stream()
                .anyMatch(token -> token.getValue() > nowS && covers(token.getKey(), wanted));
        if (!covered) {
            throw new RefusedException(AmqpError.UNAUTHORIZED, "no valid token was put for " + address);
        }
    }

    /** For the management node, which stands for the whole namespace here. */
    void requireAny(long nowS) throws RefusedException {
        if (expiryS.values().stream().noneMatch(expiry -> expiry > nowS)) {
            throw new RefusedException(AmqpError.UNAUTHORIZED, "no valid token was put");
        }
    }

    private static boolean covers(String granted, String wanted) {
        return granted.isEmpty() || wanted.equals(granted) || wanted.startsWith(granted + "/");
    }

    private static String path(String audience) throws RefusedException {
        try {
            String path = URI.create(audience).getPath();
            return normal(path == null ? "" : path);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(AmqpError.UNAUTHORIZED, "the audience is not a URI");
        }
    }

    private static String normal(String path) {
        String bare = path.startsWith("/") ? path.substring(1) : path;
        return bare.toLowerCase(Locale.ROOT);
    }
}
