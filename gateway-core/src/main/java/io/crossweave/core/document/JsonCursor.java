package io.crossweave.core.document;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks a value in canonical order, token by token, on a stack of its own: values that are built in code may be nested deeper than
 * a thread's stack is. Writing, comparing and hashing are all done on this walk, so that they can't disagree about order.
 */
final class JsonCursor {
    enum Token {
        OBJECT_START,
        OBJECT_END,
        ARRAY_START,
        ARRAY_END,
        SCALAR
    }

    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable JsonValue root;
    private @Nullable String name;
    private JsonValue value;

    JsonCursor(JsonValue root) {
        this.root = root;
        this.value = root;
    }

    /** The next token, or null after the last one. */
    @Nullable
    Token next() {
        name = null;
        Open around = open.peek();
        if (around == null) {
            JsonValue first = root;
            root = null;
            return first == null ? null : enter(first);
        }
        return switch (around) {
            case OpenObject(Iterator<Map.Entry<String, JsonValue>> members) -> {
                if (!members.hasNext()) {
                    open.pop();
                    yield Token.OBJECT_END;
                }
                Map.Entry<String, JsonValue> member = members.next();
                name = member.getKey();
                yield enter(member.getValue());
            }
            case OpenArray(Iterator<JsonValue> elements) -> {
                if (!elements.hasNext()) {
                    open.pop();
                    yield Token.ARRAY_END;
                }
                yield enter(elements.next());
            }
        };
    }

    /** The member name of the value that the last token was or began; null for elements, the root, and ends. */
    @Nullable
    String name() {
        return name;
    }

    /** The value that the last token was or began; has no meaning after an end. */
    JsonValue value() {
        return value;
    }

    /** After a start: goes past the matching end, which will not be told. */
    void skipChildren() {
        open.pop();
    }

    static boolean sameTokens(JsonValue left, JsonValue right) {
        JsonCursor lefts = new JsonCursor(left);
        JsonCursor rights = new JsonCursor(right);
        while (true) {
            Token token = lefts.next();
            if (token != rights.next() || !Objects.equals(lefts.name, rights.name)) {
                return false;
            }
            if (token == null) {
                return true;
            }
            boolean same = switch (token) {
                case SCALAR -> lefts.value.equals(rights.value);
                case OBJECT_START, ARRAY_START -> {
                    skipShared(lefts, rights);
                    yield true;
                }
                case OBJECT_END, ARRAY_END -> true;
            };
            if (!same) {
                return false;
            }
        }
    }

    /** The order of {@link ValueOrder}. */
    static int compareTokens(JsonValue left, JsonValue right) {
        JsonCursor lefts = new JsonCursor(left);
        JsonCursor rights = new JsonCursor(right);
        while (true) {
            Token token = lefts.next();
            Token other = rights.next();
            if (token == null || other == null) {
                return 0;
            }
            int side = compareHere(lefts, token, rights, other);
            if (side != 0) {
                return side;
            }
            if (token == Token.OBJECT_START || token == Token.ARRAY_START) {
                skipShared(lefts, rights);
            }
        }
    }

    private static int compareHere(JsonCursor lefts, Token left, JsonCursor rights, Token right) {
        boolean leftEnds = left == Token.OBJECT_END || left == Token.ARRAY_END;
        boolean rightEnds = right == Token.OBJECT_END || right == Token.ARRAY_END;
        if (leftEnds || rightEnds) {
            return Boolean.compare(rightEnds, leftEnds);
        }
        if (lefts.name != null && rights.name != null) {
            int byName = JsonObject.NAME_ORDER.compare(lefts.name, rights.name);
            if (byName != 0) {
                return byName;
            }
        }
        int byKind = Integer.compare(rank(lefts.value), rank(rights.value));
        return byKind != 0 ? byKind : compareScalars(lefts.value, rights.value);
    }

    private static int compareScalars(JsonValue left, JsonValue right) {
        if (left instanceof JsonNumber number && right instanceof JsonNumber other) {
            return number.compareTo(other);
        }
        return left instanceof JsonString(String text) && right instanceof JsonString(String other)
                ? text.compareTo(other)
                : 0;
    }

    private static int rank(JsonValue value) {
        return switch (value) {
            case JsonNull _ -> 0;
            case JsonBoolean flag -> flag.value() ? 2 : 1;
            case JsonNumber _ -> 3;
            case JsonString _ -> 4;
            case JsonArray _ -> 5;
            case JsonObject _ -> 6;
        };
    }

    /** Versions of a document share what did not change: comparing them costs what differs, not what they hold. */
    @SuppressWarnings("ReferenceEquality") // Comparing contents is what this walk is doing.
    private static void skipShared(JsonCursor lefts, JsonCursor rights) {
        if (lefts.value == rights.value) {
            lefts.skipChildren();
            rights.skipChildren();
        }
    }

    static int hashOfTokens(JsonValue value) {
        JsonCursor cursor = new JsonCursor(value);
        int hash = 1;
        for (Token token = cursor.next(); token != null; token = cursor.next()) {
            hash = 31 * hash + (cursor.name == null ? 0 : cursor.name.hashCode());
            hash = 31 * hash
                    + switch (token) {
                        case OBJECT_START -> 1;
                        case OBJECT_END -> 2;
                        case ARRAY_START -> 3;
                        case ARRAY_END -> 4;
                        case SCALAR -> scalarHash(cursor.value);
                    };
        }
        return hash;
    }

    /** The same in every JVM: an enum constant's own hash is its address. */
    private static int scalarHash(JsonValue scalar) {
        return switch (scalar) {
            case JsonBoolean flag -> Boolean.hashCode(flag.value());
            case JsonNull _ -> 5;
            case JsonString _, JsonNumber _, JsonObject _, JsonArray _ -> scalar.hashCode();
        };
    }

    private Token enter(JsonValue entered) {
        value = entered;
        return switch (entered) {
            case JsonObject object -> {
                open.push(new OpenObject(object.members().iterator()));
                yield Token.OBJECT_START;
            }
            case JsonArray array -> {
                open.push(new OpenArray(array.iterator()));
                yield Token.ARRAY_START;
            }
            case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> Token.SCALAR;
        };
    }

    private sealed interface Open {}

    private record OpenObject(Iterator<Map.Entry<String, JsonValue>> members) implements Open {}

    private record OpenArray(Iterator<JsonValue> elements) implements Open {}
}
