package io.crossweave.core.document;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, and how JSON strings are encoded into them. */
final class Utf8Buffer {
    private static final int INITIAL_BYTES = 256;
    private static final int ARRAY_BYTES_MAX = Integer.MAX_VALUE - 8;
    private static final int ESCAPE_BYTES = 6;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

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
        reserve((long) text.length() + 2);
        bytes[size++] = '"';
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char unit = text.charAt(i);
            // Room for the longest form of this char and for the closing quote.
            if (bytes.length - size <= ESCAPE_BYTES) {
                reserve((long) (length - i) + ESCAPE_BYTES + 1);
            }
            if (unit < 0x80) {
                asciiUnit(unit);
            } else if (unit < 0x800) {
                bytes[size++] = (byte) (0xC0 | (unit >> 6));
                bytes[size++] = (byte) (0x80 | (unit & 0x3F));
            } else if (Character.isHighSurrogate(unit)) {
                i++;
                pair(Character.toCodePoint(unit, text.charAt(i)));
            } else {
                bytes[size++] = (byte) (0xE0 | (unit >> 12));
                bytes[size++] = (byte) (0x80 | ((unit >> 6) & 0x3F));
                bytes[size++] = (byte) (0x80 | (unit & 0x3F));
            }
        }
        bytes[size++] = '"';
    }

    private void pair(int codePoint) {
        bytes[size++] = (byte) (0xF0 | (codePoint >> 18));
        bytes[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[size++] = (byte) (0x80 | (codePoint & 0x3F));
    }

    private void asciiUnit(char unit) {
        if (unit >= ' ' && unit != '"' && unit != '\\') {
            bytes[size++] = (byte) unit;
            return;
        }
        bytes[size++] = '\\';
        switch (unit) {
            case '"', '\\' -> bytes[size++] = (byte) unit;
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
