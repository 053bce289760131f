package io.crossweave.core.wire.stored;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Rows that end with a CRC-32C over their key and value (L14). A row that is damaged, or stands under another key than it was written
 * for, is known as such and counts as missing.
 */
public final class CheckedRow {
    private static final int CHECK_BYTES = Integer.BYTES;

    private CheckedRow() {}

    /** The value with its check behind it. */
    public static byte[] seal(byte[] key, byte[] value) {
        byte[] sealed = Arrays.copyOf(value, value.length + CHECK_BYTES);
        int check = check(key, value, value.length);
        for (int i = 0; i < CHECK_BYTES; i++) {
            sealed[value.length + i] = (byte) (check >>> (8 * (CHECK_BYTES - 1 - i)));
        }
        return sealed;
    }

    /** The value, where it is what was written under this key. */
    public static Optional<byte[]> open(byte[] key, byte[] sealed) {
        int length = sealed.length - CHECK_BYTES;
        if (length < 0) {
            return Optional.empty();
        }
        int check = 0;
        for (int i = 0; i < CHECK_BYTES; i++) {
            check = (check << 8) | (sealed[length + i] & 0xff);
        }
        return check == check(key, sealed, length) ? Optional.of(Arrays.copyOf(sealed, length)) : Optional.empty();
    }

    private static int check(byte[] key, byte[] value, int length) {
        var crc = new CRC32C();
        crc.update(key);
        crc.update(value, 0, length);
        return (int) crc.getValue();
    }
}
