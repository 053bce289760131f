package io.crossweave.core.spi;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes that become durable together. Keys and values belong to the batch once they are given to it: callers don't change them. */
public final class WriteBatch {
    /** One write; a null value deletes the key. */
    @SuppressWarnings(
            "ArrayRecordComponent") // handed straight to the store; copying each value would double the hot path's
    // garbage
    public record Write(byte[] key, byte @Nullable [] value) {}

    private final List<Write> writes = new ArrayList<>();
    private long bytes;

    public WriteBatch put(byte[] key, byte[] value) {
        writes.add(new Write(key, value));
        bytes += key.length + value.length;
        return this;
    }

    public WriteBatch delete(byte[] key) {
        writes.add(new Write(key, null));
        bytes += key.length;
        return this;
    }

    /** Appends all writes of another batch, after those that are here. */
    public WriteBatch addAll(WriteBatch other) {
        writes.addAll(other.writes);
        bytes += other.bytes;
        return this;
    }

    public List<Write> writes() {
        return writes;
    }

    public boolean isEmpty() {
        return writes.isEmpty();
    }

    public long bytes() {
        return bytes;
    }
}
