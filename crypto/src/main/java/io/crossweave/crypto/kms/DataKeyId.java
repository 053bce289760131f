package io.crossweave.crypto.kms;

import java.nio.ByteBuffer;

/** The random 16 bytes that name a data key. */
public record DataKeyId(long high, long low) {
    public static final int BYTES = 16;

    public static DataKeyId of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("data-key id of " + bytes.length + " bytes, expected " + BYTES);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new DataKeyId(buffer.getLong(), buffer.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
