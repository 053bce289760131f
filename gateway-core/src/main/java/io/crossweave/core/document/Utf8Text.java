package io.crossweave.core.document;

import io.crossweave.core.document.InvalidJsonException.Kind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Refuses bytes that are no UTF-8. Jackson's decoder lets overlong forms and encoded surrogates through, so that two different
 * byte strings would be read as one text; the JDK's does not.
 */
final class Utf8Text {
    private static final int CHARS_AT_A_TIME = 4_096;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private Utf8Text() {}

    static boolean startsWithByteOrderMark(byte[] utf8, int offset, int length) {
        return length >= BYTE_ORDER_MARK.length
                && Arrays.equals(
                        utf8, offset, offset + BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    static void requireValid(byte[] utf8, int offset, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(utf8, offset, length);
        CharBuffer out = CharBuffer.allocate(Math.min(length + 1, CHARS_AT_A_TIME));
        CoderResult result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        if (result.isError()) {
            throw failureAt(utf8, offset, in.position(), "invalid UTF-8");
        }
    }

    /** The failure at index {@code at} of a text that begins at {@code offset} and is valid up to there. */
    static InvalidJsonException failureAt(byte[] utf8, int offset, int at, String reason) {
        int line = 1;
        int lineStart = offset;
        for (int i = offset; i < at; i++) {
            if (utf8[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int column = new String(utf8, lineStart, at - lineStart, StandardCharsets.UTF_8).length() + 1;
        return new InvalidJsonException(Kind.NOT_UNICODE, reason, line, column);
    }
}
