package io.crossweave.core.model;

import io.crossweave.core.limits.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Names one context: tenant, context type and context id. Ordered by these three, in this order. */
public record ContextKey(String tenant, String type, String id) implements Comparable<ContextKey> {
    public ContextKey {
        require(NameForm.TENANT, "tenant", tenant);
        require(NameForm.LABEL, "context type", type);
        require(NameForm.CONTEXT_ID, "context id", id);
    }

    private static void require(NameForm form, String what, String value) {
        if (!form.matches(value)) {
            throw new IllegalArgumentException(what + " must match " + form.pattern());
        }
    }

    @Override
    public int compareTo(ContextKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        if (byTenant != 0) {
            return byTenant;
        }
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : id.compareTo(other.id);
    }

    /**
     * The shard that owns this context: the first four bytes of SHA-256 over the length-prefixed parts, modulo the number of shards.
     * Prefixes keep {@code ("ab","c")} and {@code ("a","bc")} apart.
     */
    public int shard() {
        return Integer.remainderUnsigned(ByteBuffer.wrap(sha256()).getInt(), Limits.SHARDS);
    }

    /** Eight more bytes of the same hash: short, and the same at every site. */
    public long fingerprint() {
        return ByteBuffer.wrap(sha256()).getLong(Integer.BYTES);
    }

    /** All of it, 32 bytes. */
    public byte[] hash() {
        return sha256();
    }

    private byte[] sha256() {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {tenant, type, id}) {
                byte[] bytes = part.getBytes(StandardCharsets.US_ASCII);
                sha.update((byte) (bytes.length >>> 8));
                sha.update((byte) bytes.length);
                sha.update(bytes);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
