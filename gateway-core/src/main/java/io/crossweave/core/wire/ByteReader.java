package io.crossweave.core.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads what {@link ByteWriter} wrote, from bytes that nobody has checked. Every length and count is compared with its limit and with
 * the bytes that are left before memory is taken for it.
 */
public final class ByteReader {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int VARINT_SHIFT_MAX = 56;

    private final byte[] bytes;
    private final int end;
    private int at;

    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads the bytes from {@code from} (inclusive) to {@code end} (exclusive). */
    public ByteReader(byte[] bytes, int from, int end) {
        Objects.checkFromToIndex(from, end, bytes.length);
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** The position in the array. */
    public int position() {
        return at;
    }

    public int remaining() {
        return end - at;
    }

    public int u8() throws WireFormatException {
        return bytes[advance(1)] & 0xFF;
    }

    public int u16() throws WireFormatException {
        return (short) SHORT.get(bytes, advance(Short.BYTES)) & 0xFFFF;
    }

    /** All 32 bits as they are. */
    public int u32() throws WireFormatException {
        return (int) INT.get(bytes, advance(Integer.BYTES));
    }

    /** 32 bits, unsigned and no more than {@code max}. */
    public int u32(int max, String what) throws WireFormatException {
        int value = u32();
        if (Integer.compareUnsigned(value, max) > 0) {
            throw tooLarge(what, Integer.toUnsignedLong(value), max);
        }
        return value;
    }

    /** All 64 bits as they are. */
    public long u64() throws WireFormatException {
        return (long) LONG.get(bytes, advance(Long.BYTES));
    }

    /** A value that is not negative, in the fewest bytes that hold it. */
    public long varint() throws WireFormatException {
        long value = 0;
        for (int shift = 0; shift <= VARINT_SHIFT_MAX; shift += 7) {
            int read = u8();
            value |= (read & 0x7FL) << shift;
            if (read < 0x80) {
                if (read == 0 && shift > 0) {
                    throw new WireFormatException("varint is longer than it needs to be");
                }
                return value;
            }
        }
        throw new WireFormatException("varint exceeds 63 bits");
    }

    public int varint(int max, String what) throws WireFormatException {
        long value = varint();
        if (value > max) {
            throw tooLarge(what, value, max);
        }
        return (int) value;
    }

    /** A count of things that take at least {@code bytesEach} bytes, all of which must still be here. */
    public int count(int max, int bytesEach, String what) throws WireFormatException {
        int count = varint(max, what);
        if ((long) count * bytesEach > remaining()) {
            throw new WireFormatException(count + " " + what + " can't be in " + remaining() + " bytes");
        }
        return count;
    }

    /** A copy of what was read from an earlier position on. */
    byte[] since(int position) {
        return Arrays.copyOfRange(bytes, position, at);
    }

    public byte[] raw(int length) throws WireFormatException {
        int from = advance(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** Length and bytes. */
    public byte[] bytes(int max, String what) throws WireFormatException {
        return raw(varint(max, what));
    }

    /** Length and bytes, to be read in their place. */
    public ByteReader section(int max, String what) throws WireFormatException {
        return slice(varint(max, what));
    }

    /** So many bytes, to be read in their place. */
    ByteReader slice(int length) throws WireFormatException {
        int from = advance(length);
        return new ByteReader(bytes, from, from + length);
    }

    /** The array that is read; only for those who read on in it themselves, from {@link #position} for {@link #remaining}. */
    byte[] array() {
        return bytes;
    }

    /** Length in bytes and well-formed UTF-8. */
    public String text(int bytesMax, String what) throws WireFormatException {
        int length = varint(bytesMax, what);
        int from = advance(length);
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // The decoder puts U+FFFD in the place of what is malformed, so text without it was well-formed.
        if (text.indexOf('\uFFFD') >= 0
                && !Arrays.equals(
                        text.getBytes(StandardCharsets.UTF_8), Arrays.copyOfRange(bytes, from, from + length))) {
            throw new WireFormatException(what + " is not UTF-8");
        }
        return text;
    }

    /** One byte of length and ASCII. */
    public String shortAscii(int max, String what) throws WireFormatException {
        int length = u8();
        if (length > max) {
            throw tooLarge(what, length, max);
        }
        int from = advance(length);
        for (int i = from; i < from + length; i++) {
            if (bytes[i] < 0) {
                throw new WireFormatException(what + " is not ASCII");
            }
        }
        return new String(bytes, from, length, StandardCharsets.US_ASCII);
    }

    /** Refuses bytes after the last field. */
    public void requireEnd(String what) throws WireFormatException {
        if (remaining() != 0) {
            throw new WireFormatException(what + " is followed by " + remaining() + " bytes that don't belong to it");
        }
    }

    private int advance(int length) throws WireFormatException {
        if (length > end - at) {
            throw new WireFormatException(length + " bytes are expected where " + (end - at) + " are left");
        }
        int from = at;
        at += length;
        return from;
    }

    private static WireFormatException tooLarge(String what, long value, long max) {
        return new WireFormatException(what + " of " + value + " exceeds " + max);
    }
}
