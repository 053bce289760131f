package io.crossweave.core.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in a document: the tokens of a JSON Pointer (RFC 6901), unescaped. Pointers are ordered token by token in the order of
 * {@link JsonObject#NAME_ORDER}, an ancestor before what is below it, so that in a sorted collection everything below a pointer
 * follows it without a gap.
 */
public final class JsonPointer implements Comparable<JsonPointer> {
    /** A place deeper than any document. */
    public static final int DEPTH_MAX = JsonLimits.DEPTH_CEILING;

    public static final JsonPointer ROOT = new JsonPointer(new String[0]);

    private static final int INDEX_DIGITS_MAX = 10;

    private final String[] tokens;

    private JsonPointer(String[] tokens) {
        this.tokens = tokens;
    }

    /** Throws {@link InvalidPointerException}, which says where and why. */
    public static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        if (text.charAt(0) != '/') {
            throw new InvalidPointerException("a pointer is empty or begins with '/'", 0);
        }
        List<String> tokens = new ArrayList<>();
        int from = 1;
        while (from <= text.length()) {
            int slash = text.indexOf('/', from);
            int to = slash < 0 ? text.length() : slash;
            if (tokens.size() == DEPTH_MAX) {
                throw new InvalidPointerException("a pointer has at most " + DEPTH_MAX + " tokens", from);
            }
            tokens.add(unescaped(text, from, to));
            from = to + 1;
        }
        return new JsonPointer(tokens.toArray(String[]::new));
    }

    /** The pointer with these tokens, which are not escaped. */
    public static JsonPointer of(String... tokens) {
        JsonPointer pointer = ROOT;
        for (String token : tokens) {
            pointer = pointer.child(token);
        }
        return pointer;
    }

    /** The place one token below; the token is not escaped. */
    public JsonPointer child(String token) {
        UnicodeText.requireWellFormed(token, "pointer token");
        if (tokens.length == DEPTH_MAX) {
            throw new IllegalArgumentException("a pointer has at most " + DEPTH_MAX + " tokens");
        }
        String[] below = Arrays.copyOf(tokens, tokens.length + 1);
        below[tokens.length] = token;
        return new JsonPointer(below);
    }

    public int depth() {
        return tokens.length;
    }

    public String token(int position) {
        return tokens[Objects.checkIndex(position, tokens.length)];
    }

    /** The token as the index of an array element (RFC 6901: digits without a leading zero), or -1 where it is none. */
    public int arrayIndex(int position) {
        String token = token(position);
        int length = token.length();
        if (length == 0 || length > INDEX_DIGITS_MAX || (length > 1 && token.charAt(0) == '0')) {
            return -1;
        }
        long index = 0;
        for (int i = 0; i < length; i++) {
            char digit = token.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            index = index * 10 + (digit - '0');
        }
        return index > Integer.MAX_VALUE ? -1 : (int) index;
    }

    /** Null at the root. */
    public @Nullable JsonPointer parent() {
        return tokens.length == 0 ? null : new JsonPointer(Arrays.copyOf(tokens, tokens.length - 1));
    }

    /** The place that the first {@code depth} tokens lead to. */
    public JsonPointer prefix(int depth) {
        return new JsonPointer(Arrays.copyOf(tokens, Objects.checkIndex(depth, tokens.length + 1)));
    }

    /** The last token; the root has none. */
    public String last() {
        if (tokens.length == 0) {
            throw new IllegalStateException("the root pointer has no last token");
        }
        return tokens[tokens.length - 1];
    }

    /** Whether the other place is strictly below this one. */
    public boolean isAncestorOf(JsonPointer other) {
        return tokens.length < other.tokens.length
                && Arrays.equals(tokens, 0, tokens.length, other.tokens, 0, tokens.length);
    }

    public List<String> tokens() {
        return List.of(tokens);
    }

    @Override
    public int compareTo(JsonPointer other) {
        return Arrays.compare(tokens, other.tokens);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonPointer that && Arrays.equals(tokens, that.tokens);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }

    /** The escaped form, which {@link #parse} reads back. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String token : tokens) {
            // '~' first, or the '~' of "~1" would be escaped again.
            text.append('/').append(token.replace("~", "~0").replace("/", "~1"));
        }
        return text.toString();
    }

    private static String unescaped(String text, int from, int to) {
        int lone = UnicodeText.loneSurrogateAt(text, from, to);
        if (lone >= 0) {
            throw new InvalidPointerException("a lone surrogate", lone);
        }
        int tilde = text.indexOf('~', from, to);
        if (tilde < 0) {
            return text.substring(from, to);
        }
        StringBuilder token = new StringBuilder(to - from);
        int at = from;
        while (tilde >= 0) {
            char escaped = tilde + 1 < to ? text.charAt(tilde + 1) : ' ';
            if (escaped != '0' && escaped != '1') {
                throw new InvalidPointerException("'~' must be followed by 0 or 1", tilde);
            }
            token.append(text, at, tilde).append(escaped == '0' ? '~' : '/');
            at = tilde + 2;
            tilde = text.indexOf('~', at, to);
        }
        return token.append(text, at, to).toString();
    }
}
