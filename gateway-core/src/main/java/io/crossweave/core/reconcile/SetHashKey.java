package io.crossweave.core.reconcile;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The key of set hashes, the same at all sites of a deployment. An entry's number is the first half of SHA-256 over the key, the context's
 * hash, the entry's id and its form; all parts are of fixed length, and half of the digest stays hidden, so that a plain prefix is a
 * sound key. What an entry says is not hashed: values differ between nobody by accident, and are guarded where they lie.
 */
public final class SetHashKey {
    public static final int BYTES = 32;

    /** Of a deployment that was given no key: finds damage, and is no help against whoever crafts it. */
    public static final SetHashKey PUBLIC =
            new SetHashKey(sha256().digest("crossweave set hash".getBytes(StandardCharsets.US_ASCII)));

    /** An entry as it is, nothing of it transformed. */
    private static final byte CLEAR = 1;

    private static final int PARTS_BYTES = 32;
    private static final int INPUT_BYTES = BYTES + 2 * PARTS_BYTES + 2 * Long.BYTES + Integer.BYTES + 1;
    private static final int COUNTER_AT = BYTES + 2 * PARTS_BYTES + Long.BYTES;

    private final byte[] secret;

    public SetHashKey(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("set hash key of " + secret.length + " bytes, not " + BYTES);
        }
        this.secret = secret.clone();
    }

    /** Hashes sets of one entry; of one context and one site, so that their names are hashed once. For one thread. */
    public final class Entries {
        private final MessageDigest sha = sha256();
        private final ByteBuffer input;

        private Entries(ContextKey key, SiteId site) {
            input = ByteBuffer.allocate(INPUT_BYTES)
                    .put(secret)
                    .put(key.hash())
                    .put(sha.digest(site.region().getBytes(StandardCharsets.US_ASCII)))
                    .putLong(site.incarnation());
        }

        public SetHash of(long counter, int ordinal) {
            input.putLong(COUNTER_AT, counter)
                    .putInt(COUNTER_AT + Long.BYTES, ordinal)
                    .put(INPUT_BYTES - 1, CLEAR);
            ByteBuffer digest = ByteBuffer.wrap(sha.digest(input.array()));
            return new SetHash(digest.getLong(), digest.getLong());
        }
    }

    /** For entries of a site in a context. */
    public Entries entries(ContextKey key, SiteId site) {
        return new Entries(key, site);
    }

    /** A number by which two sites see whether they have the same key; it says nothing about the key. */
    public long check() {
        ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES).put(secret);
        return ByteBuffer.wrap(sha256().digest(input.array())).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
