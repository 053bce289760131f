package io.crossweave.crypto.sign;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The public signing keys of the sites that this site trusts, by region and key id. Immutable. */
public final class TrustedKeys {
    private final Map<String, Map<Integer, Ed25519.PublicPoint>> byRegion = new TreeMap<>();

    /** From 32 bytes each, by region and key id; a key that is no point of the curve, or one of small order, is refused. */
    public TrustedKeys(Map<String, ? extends Map<Integer, byte[]>> keys) {
        keys.forEach((region, ofRegion) -> ofRegion.forEach((keyId, key) ->
                byRegion.computeIfAbsent(region, unseen -> new TreeMap<>()).put(keyId, point(region, keyId, key))));
    }

    /** Whether any key of the region is trusted. */
    public boolean knows(String region) {
        return byRegion.containsKey(region);
    }

    Optional<Ed25519.PublicPoint> find(String region, int keyId) {
        return Optional.ofNullable(byRegion.getOrDefault(region, Map.of()).get(keyId));
    }

    /** Whether a key may be trusted at all. */
    public static boolean isUsable(byte[] key) {
        return key.length == SigningKey.PUBLIC_BYTES && Ed25519.validatePublicKeyFull(key, 0);
    }

    private static Ed25519.PublicPoint point(String region, int keyId, byte[] key) {
        if (!isUsable(key)) {
            throw new IllegalArgumentException(
                    "signing key " + Integer.toUnsignedString(keyId) + " of " + region + " is no usable Ed25519 key");
        }
        return Ed25519.validatePublicKeyPartialExport(key, 0);
    }

    @Override
    public String toString() {
        return "TrustedKeys" + byRegion.keySet();
    }
}
