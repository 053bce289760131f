package io.crossweave.core.document;

import io.crossweave.core.document.JsonCursor.Token;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the canonical form: UTF-8, members in the order of {@link JsonObject}, no white space, number literals as they were read,
 * and only what must be escaped escaped: {@code \" \\ \b \f \n \r \t}, and {@code \}{@code u00xx} in lower case for other control
 * characters. This is RFC 8785 but for its numbers. Equal values have equal canonical bytes only where they also write their
 * numbers alike: {@code 1} and {@code 1.0} are equal and keep their difference.
 *
 * <p>Time is linear in the bytes written, and nesting of any depth is safe.
 */
public final class JsonWriter {
    private static final int STREAMED_BYTES = 8_192;

    private final Utf8Buffer buffer = new Utf8Buffer();
    private boolean commaDue;

    private JsonWriter() {}

    public static byte[] canonicalBytes(JsonValue value) {
        JsonWriter writer = new JsonWriter();
        JsonCursor cursor = new JsonCursor(value);
        for (Token token = cursor.next(); token != null; token = cursor.next()) {
            writer.token(token, cursor);
        }
        return writer.buffer.toByteArray();
    }

    /** Writes the canonical form piece by piece, holding at most a string and a few KiB; neither flushes nor closes the stream. */
    public static void write(JsonValue value, OutputStream out) throws IOException {
        JsonWriter writer = new JsonWriter();
        JsonCursor cursor = new JsonCursor(value);
        for (Token token = cursor.next(); token != null; token = cursor.next()) {
            writer.token(token, cursor);
            if (writer.buffer.size() >= STREAMED_BYTES) {
                writer.buffer.drainTo(out);
            }
        }
        writer.buffer.drainTo(out);
    }

    public static String toText(JsonValue value) {
        return new String(canonicalBytes(value), StandardCharsets.UTF_8);
    }

    private void token(Token token, JsonCursor cursor) {
        switch (token) {
            case OBJECT_START -> {
                lead(cursor);
                buffer.ascii('{');
                commaDue = false;
            }
            case ARRAY_START -> {
                lead(cursor);
                buffer.ascii('[');
                commaDue = false;
            }
            case OBJECT_END -> {
                buffer.ascii('}');
                commaDue = true;
            }
            case ARRAY_END -> {
                buffer.ascii(']');
                commaDue = true;
            }
            case SCALAR -> {
                lead(cursor);
                scalar(cursor.value());
                commaDue = true;
            }
        }
    }

    /** What stands before a value: the comma after the one before it, and its name. */
    private void lead(JsonCursor cursor) {
        if (commaDue) {
            buffer.ascii(',');
        }
        String name = cursor.name();
        if (name != null) {
            buffer.quoted(name);
            buffer.ascii(':');
        }
    }

    private void scalar(JsonValue value) {
        switch (value) {
            case JsonString(String text) -> buffer.quoted(text);
            case JsonNumber number -> buffer.ascii(number.literal());
            case JsonBoolean flag -> buffer.ascii(flag.value() ? "true" : "false");
            case JsonNull _ -> buffer.ascii("null");
            case JsonObject _, JsonArray _ -> throw new IllegalStateException("a container is no scalar");
        }
    }
}
