package io.crossweave.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

/** What every decoder must bear. */
public final class Corruption {
    private Corruption() {}

    /** A decoder under test. */
    @FunctionalInterface
    public interface Decoder {
        void decode(byte[] bytes) throws WireFormatException;
    }

    /** Bytes that end early anywhere are refused, as are bytes that follow. */
    public static void refusesEveryOtherLength(byte[] bytes, Decoder decoder) {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decoder.decode(cut))
                    .as("first %d of %d bytes", length, bytes.length)
                    .isInstanceOf(WireFormatException.class);
        }
        assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(WireFormatException.class);
    }

    /** A flipped bit is refused, or is another value; nothing else is thrown. */
    public static void bearsEveryFlippedBit(byte[] bytes, Decoder decoder) {
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                decoder.decode(flipped);
            } catch (WireFormatException expected) {
                assertThat(expected.reason()).isNotEmpty();
            }
        }
    }
}
