package io.crossweave.core.wire.stored;

import java.util.Arrays;

/** Keys from {@code from} (inclusive) to {@code to} (exclusive), in the order of unsigned bytes. */
@SuppressWarnings("ArrayRecordComponent") // made for one scan and handed over
public record KeyRange(byte[] from, byte[] to) {
    /** All keys that begin with the prefix, which has a byte below 255. */
    static KeyRange ofPrefix(byte[] prefix) {
        int last = prefix.length - 1;
        while (prefix[last] == (byte) 0xFF) {
            last--;
        }
        byte[] after = Arrays.copyOf(prefix, last + 1);
        after[last]++;
        return new KeyRange(prefix, after);
    }

    /** The part of this range from a key on. */
    public KeyRange startingAt(byte[] key) {
        return new KeyRange(key, to);
    }
}
