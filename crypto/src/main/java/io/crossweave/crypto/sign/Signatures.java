package io.crossweave.crypto.sign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Checks the signatures of origins, and remembers a bounded number of good ones, because each frame of an envelope carries the same
 * signature. Only good ones: a flood of forgeries pushes nothing out. Safe for concurrent use.
 */
public final class Signatures {
    /** Verified signatures that are remembered: about one megabyte, and more than the envelopes whose frames arrive interleaved. */
    public static final int REMEMBERED_MAX = 8_192;

    private volatile TrustedKeys trusted;
    private final ReentrantLock guard = new ReentrantLock();
    private final Verified verified;

    public Signatures(TrustedKeys trusted) {
        this(trusted, REMEMBERED_MAX);
    }

    Signatures(TrustedKeys trusted, int rememberedMax) {
        this.trusted = trusted;
        this.verified = new Verified(rememberedMax);
    }

    /** Trusts other keys from now on; what was verified under the former ones is forgotten. */
    public void trust(TrustedKeys keys) {
        guard.lock();
        try {
            trusted = keys;
            verified.clear();
        } finally {
            guard.unlock();
        }
    }

    /** Whether the region's key of this id signed the message; false for keys that this site does not know. */
    public boolean verify(String region, int keyId, byte[] message, byte[] signature) {
        if (signature.length != SigningKey.SIGNATURE_BYTES) {
            return false;
        }
        Fingerprint fingerprint = fingerprint(region, keyId, message, signature);
        if (isRemembered(fingerprint)) {
            return true;
        }
        TrustedKeys now = trusted;
        boolean good = now.find(region, keyId)
                .map(key -> Ed25519.verify(signature, 0, key, message, 0, message.length))
                .orElse(false);
        if (good) {
            remember(fingerprint, now);
        }
        return good;
    }

    private boolean isRemembered(Fingerprint fingerprint) {
        guard.lock();
        try {
            return verified.get(fingerprint) != null;
        } finally {
            guard.unlock();
        }
    }

    private void remember(Fingerprint fingerprint, TrustedKeys under) {
        guard.lock();
        try {
            if (under.equals(trusted)) {
                verified.put(fingerprint, true);
            }
        } finally {
            guard.unlock();
        }
    }

    int rememberedCount() {
        guard.lock();
        try {
            return verified.size();
        } finally {
            guard.unlock();
        }
    }

    private static Fingerprint fingerprint(String region, int keyId, byte[] message, byte[] signature) {
        byte[] name = region.getBytes(StandardCharsets.UTF_8);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(ByteBuffer.allocate(2 * Integer.BYTES)
                    .putInt(keyId)
                    .putInt(name.length)
                    .array());
            sha256.update(name);
            sha256.update(signature);
            ByteBuffer hash = ByteBuffer.wrap(sha256.digest(message));
            return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("the JDK has no SHA-256", absent);
        }
    }

    /** SHA-256 of all that was verified. */
    private record Fingerprint(long a, long b, long c, long d) {}

    /** The least recently used one leaves first. */
    private static final class Verified extends LinkedHashMap<Fingerprint, Boolean> {
        private static final long serialVersionUID = 1L;

        private final int rememberedMax;

        Verified(int rememberedMax) {
            super(1_024, 0.75f, true);
            this.rememberedMax = rememberedMax;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Fingerprint, Boolean> eldest) {
            return size() > rememberedMax;
        }
    }
}
