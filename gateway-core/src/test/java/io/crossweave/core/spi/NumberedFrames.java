package io.crossweave.core.spi;

import io.crossweave.core.wire.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Frames whose bytes all follow from a number and a size, so that a received one can be checked without the one that was sent. */
final class NumberedFrames {
    private NumberedFrames() {}

    static Frame frame(int number, int sizeBytes) {
        byte[] bytes = new byte[sizeBytes];
        new Random(number).nextBytes(bytes);
        ByteBuffer.wrap(bytes).putInt(number);
        return Frame.received(bytes);
    }

    static int number(Frame frame) {
        return ByteBuffer.wrap(frame.bytes()).getInt();
    }

    static boolean isUnchanged(Frame received) {
        return Arrays.equals(
                received.bytes(), frame(number(received), received.size()).bytes());
    }
}
