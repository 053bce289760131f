package io.crossweave.core.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.crossweave.core.document.InvalidJsonException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value (RFC 8259) from UTF-8, in O(n log n) and without recursion. Stricter than many readers, because sites must
 * agree on what a text means: no duplicate member names, nothing after the value, no byte order mark, no invalid UTF-8, no lone
 * surrogates, no NaN. All refusals are {@link InvalidJsonException}s.
 */
public final class JsonReader {
    private static final int RECYCLED_BUFFERS_MAX = 16;
    private static final int SHORT_BYTES = 4_096;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Jackson shares names by a table that outlives the text: one tenant's names would stay in it, and names
            // chosen to collide would fill it for all. This class shares them within a text.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // Bounded and shared: the default keeps buffers per thread, and lanes are virtual threads.
            .recyclerPool(JsonRecyclerPools.newBoundedPool(RECYCLED_BUFFERS_MAX))
            // Bytes and depth are this class's to check, per call; Jackson's own bounds stand just behind.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNestingDepth(JsonLimits.DEPTH_CEILING + 1)
                    .maxNumberLength(JsonNumber.LITERAL_CHARS_MAX)
                    .maxNameLength(JsonLimits.NAME_CHARS_MAX)
                    .build())
            .build();

    /** What its messages add about its own sources, settings and guesses. */
    private static final Pattern ABOUT_JACKSON =
            Pattern.compile("(: enable | \\(for |: maybe ).*|, from `[^`]*`", Pattern.DOTALL);

    private final JsonParser parser;
    private final JsonLimits limits;
    private final Deque<Open> open = new ArrayDeque<>();
    // Never iterated. Colliding strings cost it O(log n), since they are comparable.
    private final Map<String, String> names = new HashMap<>();

    private JsonReader(JsonParser parser, JsonLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    public static JsonValue parse(byte[] utf8, JsonLimits limits) {
        return parse(utf8, 0, utf8.length, limits);
    }

    public static JsonValue parse(String text, JsonLimits limits) {
        // A char is at least one byte of UTF-8: refused before the copy is made.
        requireFits(text.length(), limits);
        int lone = UnicodeText.loneSurrogateAt(text, 0, text.length());
        if (lone >= 0) {
            byte[] before = text.substring(0, lone).getBytes(StandardCharsets.UTF_8);
            throw Utf8Text.failureAt(before, 0, before.length, "a lone surrogate");
        }
        return parse(text.getBytes(StandardCharsets.UTF_8), limits);
    }

    public static JsonValue parse(byte[] utf8, int offset, int length, JsonLimits limits) {
        Objects.checkFromIndexSize(offset, length, utf8.length);
        requireFits(length, limits);
        Utf8Text.requireValid(utf8, offset, length);
        if (Utf8Text.startsWithByteOrderMark(utf8, offset, length)) {
            throw failure(Kind.MALFORMED, "a byte order mark before the value", JsonLocation.NA);
        }
        try (JsonParser parser = parser(utf8, offset, length)) {
            return new JsonReader(parser, limits).value();
        } catch (JsonProcessingException e) {
            // Not kept as the cause: its message quotes the text.
            JsonLocation place = Objects.requireNonNullElse(e.getLocation(), JsonLocation.NA);
            throw failure(kindOf(e), reasonOf(e), place);
        } catch (IOException e) {
            throw new UncheckedIOException("reading an array of bytes", e);
        }
    }

    /**
     * Given bytes, Jackson would guess their encoding: a text that begins like UTF-16 would pass the check of its UTF-8. Most values are
     * short, and a stream's decoder has a buffer of 8 KiB.
     */
    private static JsonParser parser(byte[] utf8, int offset, int length) throws IOException {
        if (length <= SHORT_BYTES) {
            return FACTORY.createParser(new String(utf8, offset, length, StandardCharsets.UTF_8));
        }
        return FACTORY.createParser(
                new InputStreamReader(new ByteArrayInputStream(utf8, offset, length), StandardCharsets.UTF_8));
    }

    private JsonValue value() throws IOException {
        JsonValue value = null;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (value != null) {
                throw failure(Kind.MALFORMED, "there is more after the end of the value");
            }
            JsonValue complete = take(token);
            if (complete != null) {
                value = placed(complete);
            }
        }
        if (value == null) {
            throw failure(Kind.MALFORMED, "the text holds no value");
        }
        return value;
    }

    /** The value that this token completes, or null where it only begins or names one. */
    private @Nullable JsonValue take(JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> opened(new OpenObject());
            case START_ARRAY -> opened(new OpenArray());
            case END_OBJECT, END_ARRAY -> open.pop().closed();
            case FIELD_NAME -> named(parser.currentName());
            case VALUE_STRING -> string(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IllegalStateException("a blocking parser of text gave " + token);
        };
    }

    /** Puts a complete value where it belongs; it is given back only if that is the root. */
    private @Nullable JsonValue placed(JsonValue complete) {
        return switch (open.peek()) {
            case OpenObject object -> {
                object.members.put(object.name, complete);
                yield null;
            }
            case OpenArray array -> {
                array.elements.add(complete);
                yield null;
            }
            case null -> complete;
        };
    }

    private @Nullable JsonValue opened(Open container) {
        if (open.size() == limits.depthMax()) {
            throw failure(Kind.TOO_DEEP, "nesting exceeds a depth of " + limits.depthMax());
        }
        open.push(container);
        return null;
    }

    private @Nullable JsonValue named(String name) {
        if (!UnicodeText.isWellFormed(name)) {
            throw failure(Kind.NOT_UNICODE, "a member name contains a lone surrogate");
        }
        if (!(open.peek() instanceof OpenObject object)) {
            throw new IllegalStateException("a member name outside of an object");
        }
        if (object.members.containsKey(name)) {
            throw failure(Kind.DUPLICATE_KEY, "an object has this member name already");
        }
        String known = names.putIfAbsent(name, name);
        object.name = known == null ? name : known;
        return null;
    }

    private JsonString string(String text) {
        try {
            return new JsonString(text);
        } catch (IllegalArgumentException e) {
            throw failure(Kind.NOT_UNICODE, String.valueOf(e.getMessage()));
        }
    }

    private JsonNumber number(String literal) {
        try {
            return JsonNumber.of(literal);
        } catch (IllegalArgumentException e) {
            throw failure(Kind.OUT_OF_BOUNDS, String.valueOf(e.getMessage()));
        }
    }

    private InvalidJsonException failure(Kind kind, String reason) {
        return failure(kind, reason, parser.currentTokenLocation());
    }

    private static InvalidJsonException failure(Kind kind, String reason, JsonLocation place) {
        return new InvalidJsonException(kind, reason, Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()));
    }

    private static void requireFits(int length, JsonLimits limits) {
        if (length > limits.bytesMax()) {
            throw failure(Kind.TOO_LARGE, "text of " + length + " bytes exceeds " + limits.bytesMax(), JsonLocation.NA);
        }
    }

    private static Kind kindOf(JsonProcessingException e) {
        return e instanceof StreamConstraintsException ? Kind.OUT_OF_BOUNDS : Kind.MALFORMED;
    }

    /** Jackson's reason, except where it quotes the text or speaks of its own settings. */
    private static String reasonOf(JsonProcessingException e) {
        if (e instanceof JsonEOFException) {
            return "the text ends before its value does";
        }
        String reason = Objects.requireNonNullElse(e.getOriginalMessage(), "not in the grammar of JSON");
        if (reason.startsWith("Unrecognized token")) {
            return "a word that is none of true, false and null";
        }
        if (reason.startsWith("Non-standard token")) {
            return "NaN and infinities are no JSON numbers";
        }
        return ABOUT_JACKSON.matcher(reason).replaceAll("");
    }

    /** A container whose end has not been read yet. */
    private sealed interface Open {
        JsonValue closed();
    }

    private static final class OpenObject implements Open {
        // A tree, not a hash table: names are the sender's, who could choose them to collide.
        private final TreeMap<String, JsonValue> members = new TreeMap<>(JsonObject.NAME_ORDER);
        private String name = "";

        @Override
        public JsonValue closed() {
            return JsonObject.ofChecked(members);
        }
    }

    private static final class OpenArray implements Open {
        private final List<JsonValue> elements = new ArrayList<>();

        @Override
        public JsonValue closed() {
            return JsonArray.of(elements);
        }
    }
}
