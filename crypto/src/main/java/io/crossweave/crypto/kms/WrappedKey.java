package io.crossweave.crypto.kms;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A data key as it travels: only the destination of its link can unwrap it.
 *
 * <p>Equal when all of it is equal; the bytes are copied in and out.
 */
public final class WrappedKey {
    private final DataKeyId id;
    private final String kekId;
    private final byte[] wrapped;
    private final long createdMs;

    /**
     * Takes a copy of the bytes.
     *
     * @param id of the data key inside
     * @param kekId the key-encryption key, versioned where the key service has versions
     * @param wrapped in the layout of the wrapping that made it
     * @param createdMs the origin's site time at which the data key was made
     */
    public WrappedKey(DataKeyId id, String kekId, byte[] wrapped, long createdMs) {
        this.id = id;
        this.kekId = kekId;
        this.wrapped = wrapped.clone();
        this.createdMs = createdMs;
    }

    public DataKeyId id() {
        return id;
    }

    public String kekId() {
        return kekId;
    }

    public byte[] wrapped() {
        return wrapped.clone();
    }

    public long createdMs() {
        return createdMs;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WrappedKey that
                && id.equals(that.id)
                && kekId.equals(that.kekId)
                && createdMs == that.createdMs
                && Arrays.equals(wrapped, that.wrapped);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, kekId, createdMs, Arrays.hashCode(wrapped));
    }

    @Override
    public String toString() {
        return "WrappedKey[" + id + " by " + kekId + ", "
                + HexFormat.of().formatHex(wrapped, 0, Math.min(4, wrapped.length)) + "…]";
    }
}
