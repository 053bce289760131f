package io.crossweave.stores.rocksdb;

import io.crossweave.core.spi.WriteBatch;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The number of a committed group, from 1, and the running hash up to it: the first 16 bytes of SHA-256 over the previous hash, the number
 * and the group's writes. Two stores with equal marks have had the same groups. It guards against damage, not against forgery.
 */
@SuppressWarnings(
        "ArrayRecordComponent") // never leaves this package and is never changed; equality is written out below
record CommitMark(long number, byte[] hash) {
    static final int HASH_BYTES = 16;
    static final CommitMark NONE = new CommitMark(0, new byte[HASH_BYTES]);

    private static final int DELETED = -1;

    CommitMark next(List<WriteBatch> group) {
        MessageDigest sha256 = sha256();
        sha256.update(hash);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(number + 1).flip());
        ByteBuffer lengths = ByteBuffer.allocate(2 * Integer.BYTES);
        for (WriteBatch batch : group) {
            for (WriteBatch.Write write : batch.writes()) {
                byte[] value = write.value();
                lengths.clear().putInt(write.key().length).putInt(value == null ? DELETED : value.length);
                sha256.update(lengths.flip());
                sha256.update(write.key());
                if (value != null) {
                    sha256.update(value);
                }
            }
        }
        return new CommitMark(number + 1, Arrays.copyOf(sha256.digest(), HASH_BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CommitMark that && number == that.number && Arrays.equals(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number) * 31 + Arrays.hashCode(hash);
    }

    @Override
    public String toString() {
        return number + "/" + HexFormat.of().formatHex(hash);
    }
}
