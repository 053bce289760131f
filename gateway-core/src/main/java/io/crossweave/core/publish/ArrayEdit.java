package io.crossweave.core.publish;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch operation inside an array that has no merge rule: such an array is one value (L4), so the operation yields a whole new one.
 */
final class ArrayEdit {
    /** What to do at the end of the path. */
    enum Action {
        ADD,
        REPLACE,
        REMOVE
    }

    private final JsonPointer path;
    private final Action action;
    private final @Nullable JsonValue operand;

    ArrayEdit(JsonPointer path, Action action, @Nullable JsonValue operand) {
        this.path = path;
        this.action = action;
        this.operand = operand;
    }

    /** The array at the first {@code depth} tokens of the path, with the operation done in it. */
    JsonValue in(JsonArray array, int depth) throws InvalidChangeException {
        return edit(array, depth);
    }

    private JsonValue edit(JsonValue value, int depth) throws InvalidChangeException {
        return switch (value) {
            case JsonArray array -> editArray(array, depth);
            case JsonObject object -> editObject(object, depth);
            default -> throw new InvalidChangeException(path, "the path leads into a value that has no members");
        };
    }

    private JsonValue editObject(JsonObject object, int depth) throws InvalidChangeException {
        String name = path.token(depth);
        JsonValue member = object.get(name);
        if (depth < path.depth() - 1) {
            if (member == null) {
                throw new InvalidChangeException(path, "the path is absent");
            }
            return object.with(name, edit(member, depth + 1));
        }
        if (member == null && action == Action.REMOVE) {
            throw new InvalidChangeException(path, "the path is absent");
        }
        return operand == null ? object.without(name) : object.with(name, operand);
    }

    private JsonValue editArray(JsonArray array, int depth) throws InvalidChangeException {
        boolean last = depth == path.depth() - 1;
        int index = index(path.token(depth), array.size(), last && action == Action.ADD);
        List<JsonValue> items = new ArrayList<>(array.size() + 1);
        array.forEach(items::add);
        if (!last) {
            items.set(index, edit(items.get(index), depth + 1));
        } else if (operand == null) {
            items.remove(index);
        } else if (action == Action.ADD) {
            items.add(index, operand);
        } else {
            items.set(index, operand);
        }
        return JsonArray.of(items);
    }

    private int index(String token, int size, boolean mayAppend) throws InvalidChangeException {
        if (mayAppend && token.equals("-")) {
            return size;
        }
        int index = indexOf(token);
        if (index < 0 || index > size || (index == size && !mayAppend)) {
            throw new InvalidChangeException(path, "'" + token + "' is no index of an array of " + size);
        }
        return index;
    }

    /** An array index as RFC 6901 writes it, or -1. */
    static int indexOf(String token) {
        boolean digits =
                !token.isEmpty() && token.length() <= 9 && token.chars().allMatch(c -> c >= '0' && c <= '9');
        return !digits || (token.length() > 1 && token.startsWith("0")) ? -1 : Integer.parseInt(token);
    }
}
