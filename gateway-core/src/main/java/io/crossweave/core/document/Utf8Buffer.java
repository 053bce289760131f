package io.crossweave.core.document;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, and how JSON strings are encoded into them. */
final class Utf8Buffer {
    private static final int INITIAL_BYTES = 256;
    private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;
    private static final int ESCAPE_BYTES = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    int size() {
        return size;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    void ascii(char character) {
        reserve(1);
        bytes[size++] = (byte) character;
    }

    void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /** The text in quotes, with what must be escaped escaped. */
    void quoted(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int from = 0;
        int to = plainUntil(utf8, 0);
        // Room for all that is left and the closing quote, the next byte in its longest form.
        reserve(utf8.length + ESCAPE_BYTES + 2L);
        bytes[size++] = '"';
        while (to < utf8.length) {
            run(utf8, from, to);
            escaped(utf8[to]);
            from = to + 1;
            reserve(utf8.length - from + ESCAPE_BYTES + 1L);
            to = plainUntil(utf8, from);
        }
        run(utf8, from, to);
        bytes[size++] = '"';
    }

    private void run(byte[] utf8, int from, int to) {
        System.arraycopy(utf8, from, bytes, size, to - from);
        size += to - from;
    }

    /** The index of the next byte that must be escaped, or the length. Text is mostly plain, so eight bytes are looked at together. */
    private static int plainUntil(byte[] utf8, int from) {
        int at = from;
        while (at + Long.BYTES <= utf8.length && isPlain((long) EIGHT_BYTES.get(utf8, at))) {
            at += Long.BYTES;
        }
        while (at < utf8.length && !mustBeEscaped(utf8[at])) {
            at++;
        }
        return at;
    }

    /**
     * Whether none of eight bytes must be escaped. A byte below {@code n <= 128} is the one whose subtraction of {@code n} sets a high bit
     * that was not set before (Warren, "Hacker's Delight", section 6-1); a borrow can only mark bytes above one that is marked rightly.
     */
    private static boolean isPlain(long eight) {
        long quotes = eight ^ ONES * '"';
        long backslashes = eight ^ ONES * '\\';
        long controlMarks = (eight - ONES * ' ') & ~eight;
        long quoteMarks = (quotes - ONES) & ~quotes;
        long backslashMarks = (backslashes - ONES) & ~backslashes;
        return ((controlMarks | quoteMarks | backslashMarks) & HIGH_BITS) == 0;
    }

    private static boolean mustBeEscaped(byte unit) {
        return (unit >= 0 && unit < ' ') || unit == '"' || unit == '\\';
    }

    private void escaped(byte unit) {
        bytes[size++] = '\\';
        switch (unit) {
            case '"', '\\' -> bytes[size++] = unit;
            case '\b' -> bytes[size++] = 'b';
            case '\f' -> bytes[size++] = 'f';
            case '\n' -> bytes[size++] = 'n';
            case '\r' -> bytes[size++] = 'r';
            case '\t' -> bytes[size++] = 't';
            default -> {
                bytes[size++] = 'u';
                bytes[size++] = '0';
                bytes[size++] = '0';
                bytes[size++] = HEX[unit >> 4];
                bytes[size++] = HEX[unit & 0xF];
            }
        }
    }

    private void reserve(long more) {
        long needed = size + more;
        if (needed <= bytes.length) {
            return;
        }
        if (needed > ARRAY_BYTES_MAX) {
            throw new IllegalStateException("canonical form of more than " + ARRAY_BYTES_MAX + " bytes");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(ARRAY_BYTES_MAX, Math.max(needed, 2L * bytes.length)));
    }
}
