package io.crossweave.core.document;

import java.math.BigDecimal;

/**
 * A JSON number: the literal as it was written, compared as a decimal. {@code 1}, {@code 1.0} and {@code 1e0} are equal, and so are
 * {@code 0} and {@code -0}; 9007199254740993 keeps all its digits.
 *
 * <p>The literal has at most {@value #LITERAL_CHARS_MAX} characters and its exponent lies within ±{@value #EXPONENT_MAX}, so that
 * {@link #decimal} always exists and comparing takes time in the length of the literals, whatever the exponents. Arithmetic on
 * decimals has no such bound: adding 1 to 1e400000000 writes out 400 million digits.
 */
public final class JsonNumber implements JsonValue, Comparable<JsonNumber> {
    public static final int LITERAL_CHARS_MAX = 1_000;
    public static final int EXPONENT_MAX = 1_000_000_000;

    private static final int EXPONENT_DIGITS_MAX = 10;

    private final String literal;

    private JsonNumber(String literal) {
        this.literal = literal;
    }

    /** Throws IllegalArgumentException for what is no number in the grammar of RFC 8259, or beyond the bounds of this class. */
    public static JsonNumber of(String literal) {
        if (literal.length() > LITERAL_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "number of " + literal.length() + " chars exceeds " + LITERAL_CHARS_MAX + " chars");
        }
        int at = literal.startsWith("-") ? 1 : 0;
        int wholeEnd = digitsEnd(literal, at);
        boolean valid = wholeEnd > at && (wholeEnd == at + 1 || literal.charAt(at) != '0');
        at = wholeEnd;
        if (valid && at < literal.length() && literal.charAt(at) == '.') {
            int fractionEnd = digitsEnd(literal, at + 1);
            valid = fractionEnd > at + 1;
            at = fractionEnd;
        }
        if (valid && at < literal.length() && (literal.charAt(at) | 0x20) == 'e') {
            at = exponentEnd(literal, at + 1);
        }
        if (!valid || at != literal.length()) {
            throw new IllegalArgumentException("not a JSON number");
        }
        return new JsonNumber(literal);
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(Long.toString(value));
    }

    /** The number exactly as it was written. */
    public String literal() {
        return literal;
    }

    public BigDecimal decimal() {
        return new BigDecimal(literal);
    }

    /** By decimal value, so consistent with equals. */
    @Override
    public int compareTo(JsonNumber other) {
        return decimal().compareTo(other.decimal());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonNumber that && (literal.equals(that.literal) || compareTo(that) == 0);
    }

    @Override
    public int hashCode() {
        return decimal().stripTrailingZeros().hashCode();
    }

    @Override
    public String toString() {
        return "JsonNumber[" + literal.length() + " chars]";
    }

    private static int digitsEnd(String literal, int from) {
        int at = from;
        while (at < literal.length() && literal.charAt(at) >= '0' && literal.charAt(at) <= '9') {
            at++;
        }
        return at;
    }

    /** Where the exponent that begins at {@code from} ends; {@code from} - 1, which is no end of a number, if it has no digits. */
    private static int exponentEnd(String literal, int from) {
        int at = from;
        if (at < literal.length() && (literal.charAt(at) == '+' || literal.charAt(at) == '-')) {
            at++;
        }
        int end = digitsEnd(literal, at);
        if (end == at) {
            return from - 1;
        }
        while (at < end - 1 && literal.charAt(at) == '0') {
            at++;
        }
        if (end - at > EXPONENT_DIGITS_MAX || Long.parseLong(literal, at, end, 10) > EXPONENT_MAX) {
            throw new IllegalArgumentException("exponent of a number exceeds " + EXPONENT_MAX);
        }
        return end;
    }
}
