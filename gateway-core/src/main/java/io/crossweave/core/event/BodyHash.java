package io.crossweave.core.event;

import java.util.Arrays;
import java.util.HexFormat;

/** 16 bytes that tell two bodies of one event id apart; {@link #UNKNOWN} where the body was not seen whole at this site. */
public final class BodyHash {
    public static final int BYTES = 16;
    public static final BodyHash UNKNOWN = new BodyHash(new byte[0]);

    private final byte[] bytes;

    private BodyHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The first 16 bytes of {@code digest}. */
    public static BodyHash of(byte[] digest) {
        if (digest.length < BYTES) {
            throw new IllegalArgumentException("a body hash needs " + BYTES + " bytes, not " + digest.length);
        }
        return new BodyHash(Arrays.copyOf(digest, BYTES));
    }

    public boolean isKnown() {
        return bytes.length > 0;
    }

    /** Whether both are known and differ. */
    public boolean contradicts(BodyHash other) {
        return isKnown() && other.isKnown() && !equals(other);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BodyHash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
