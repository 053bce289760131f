package io.crossweave.core.wire;

import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes the primitives of all layouts into one growing array: big-endian integers of fixed width, canonical LEB128 varints, and byte
 * strings behind a varint length. An output stream too, so that JSON goes into its place without a copy.
 */
public final class ByteWriter extends OutputStream {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int VARINT_BYTES_MAX = 9;

    private byte[] buffer;
    private int size;

    /** A writer whose first array has room for so many bytes; it grows when it has to. */
    public ByteWriter(int bytesExpected) {
        buffer = new byte[Math.max(bytesExpected, 16)];
    }

    public int size() {
        return size;
    }

    public ByteWriter u8(int value) {
        requireWithin(value, 0xFF);
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    public ByteWriter u16(int value) {
        requireWithin(value, 0xFFFF);
        reserve(Short.BYTES);
        SHORT.set(buffer, size, (short) value);
        size += Short.BYTES;
        return this;
    }

    /** All 32 bits as they are. */
    public ByteWriter u32(int value) {
        reserve(Integer.BYTES);
        INT.set(buffer, size, value);
        size += Integer.BYTES;
        return this;
    }

    /** Sets 32 bits that were written before their value was known. */
    ByteWriter setU32(int position, int value) {
        INT.set(buffer, Objects.checkFromIndexSize(position, Integer.BYTES, size), value);
        return this;
    }

    /** The array that is written to; only for those who read on in it themselves, up to {@link #size}. */
    byte[] array() {
        return buffer;
    }

    /** All 64 bits as they are. */
    public ByteWriter u64(long value) {
        reserve(Long.BYTES);
        LONG.set(buffer, size, value);
        size += Long.BYTES;
        return this;
    }

    /** LEB128 of a value that is not negative: 1 to 9 bytes, always the fewest. */
    public ByteWriter varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("varint of the negative value " + value);
        }
        reserve(VARINT_BYTES_MAX);
        long rest = value;
        while (rest > 0x7F) {
            buffer[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[size++] = (byte) rest;
        return this;
    }

    /** The bytes alone; their length follows from the layout. */
    public ByteWriter raw(byte[] bytes) {
        write(bytes, 0, bytes.length);
        return this;
    }

    /** Length and bytes. */
    public ByteWriter bytes(byte[] bytes) {
        return varint(bytes.length).raw(bytes);
    }

    /** Length in bytes and UTF-8. A lone surrogate has no UTF-8 form and is the caller's error. */
    public ByteWriter text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                requirePaired(text, i);
                i++;
            }
        }
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One byte of length and ASCII. */
    public ByteWriter shortAscii(String text) {
        return u8(text.length()).ascii(text);
    }

    /** The characters alone, one byte each. */
    public ByteWriter ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            requireWithin(unit, 0x7F);
            buffer[size++] = (byte) unit;
        }
        return this;
    }

    @Override
    public void write(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        reserve(length);
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /** What was written; the array itself where it is exactly full, after which this writer is of no more use. */
    public byte[] take() {
        byte[] taken = size == buffer.length ? buffer : Arrays.copyOf(buffer, size);
        buffer = new byte[0];
        size = 0;
        return taken;
    }

    private void reserve(int more) {
        if (buffer.length - size < more) {
            int needed = Math.addExact(size, more);
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8)));
        }
    }

    private static void requirePaired(String text, int at) {
        boolean paired = Character.isHighSurrogate(text.charAt(at))
                && at + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(at + 1));
        if (!paired) {
            throw new IllegalArgumentException("text of " + text.length() + " chars contains a lone surrogate");
        }
    }

    private static void requireWithin(int value, int max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(value + " is outside 0.." + max);
        }
    }
}
