package io.crossweave.core.wire;

/**
 * The only thing that a transport may carry: a run of whole chunks of one envelope with what is needed to check it by itself.
 *
 * <p>The bytes are shared, not copied: a transport reads them and never changes them.
 */
public final class Frame {
    private final byte[] bytes;

    Frame(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps what a transport received; it is checked later, by {@code inbound}. */
    public static Frame received(byte[] bytes) {
        return new Frame(bytes);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "Frame[" + bytes.length + " bytes]";
    }
}
