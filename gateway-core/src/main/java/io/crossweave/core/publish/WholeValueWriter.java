package io.crossweave.core.publish;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.state.Draft;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a path show a value with as few operations as its merge rules allow: a value that is shown already is left alone, what is shown
 * and missing from the value is removed, what this site does not show is not touched (L4).
 */
final class WholeValueWriter {
    private static final int COUNTER_DIGITS_MAX = 60;

    private final Draft draft;

    WholeValueWriter(Draft draft) {
        this.draft = draft;
    }

    void write(JsonPointer path, JsonValue value) throws InvalidChangeException {
        switch (draft.ruleAt(path)) {
            case LOG -> appendMissing(path, array(path, value, "log"));
            case SET -> becomeSet(path, array(path, value, "set"));
            case COUNTER -> count(path, number(path, value));
            case LWW -> writeRegister(path, value);
        }
    }

    private void writeRegister(JsonPointer path, JsonValue value) throws InvalidChangeException {
        if (value instanceof JsonObject object) {
            writeObject(path, object);
        } else if (!value.equals(draft.shownAt(path))) {
            replace(path, EntryKind.REGISTER, value);
        }
    }

    private void writeObject(JsonPointer path, JsonObject value) throws InvalidChangeException {
        if (draft.shownAt(path) instanceof JsonObject shown) {
            for (Map.Entry<String, JsonValue> member : shown.members()) {
                if (value.get(member.getKey()) == null) {
                    draft.removeAtOrBelowExceptLogs(path.child(member.getKey()));
                }
            }
            if (value.isEmpty() && draft.shownAt(path) == null) {
                draft.put(path, EntryKind.REGISTER, JsonObject.EMPTY);
            }
        } else if (value.isEmpty()) {
            replace(path, EntryKind.REGISTER, JsonObject.EMPTY);
        } else {
            draft.removeAtOrBelow(path);
            draft.removeScalarsAbove(path);
        }
        for (Map.Entry<String, JsonValue> member : value.members()) {
            write(path.child(member.getKey()), member.getValue());
        }
    }

    private void replace(JsonPointer path, EntryKind kind, JsonValue value) {
        draft.removeAtOrBelow(path);
        draft.removeScalarsAbove(path);
        draft.put(path, kind, value);
    }

    /** Elements are matched in order by equal value; those without a match are appended, none is removed. */
    private void appendMissing(JsonPointer path, JsonArray value) {
        Map<JsonValue, Deque<Integer>> placesByValue = new HashMap<>();
        if (draft.shownAt(path) instanceof JsonArray shown) {
            int place = 0;
            for (JsonValue element : shown) {
                placesByValue
                        .computeIfAbsent(element, absent -> new ArrayDeque<>())
                        .add(place++);
            }
        }
        List<JsonValue> fresh = new ArrayList<>();
        int matched = -1;
        for (JsonValue element : value) {
            Deque<Integer> places = placesByValue.get(element);
            while (places != null && !places.isEmpty() && places.peek() <= matched) {
                places.poll();
            }
            if (places == null || places.isEmpty()) {
                fresh.add(element);
            } else {
                matched = places.remove();
            }
        }
        if (!(draft.shownAt(path) instanceof JsonArray)) {
            replace(path, EntryKind.REGISTER, JsonArray.EMPTY);
        }
        fresh.forEach(element -> draft.put(path, EntryKind.APPEND, element));
    }

    private void becomeSet(JsonPointer path, JsonArray value) {
        Set<JsonValue> wanted = new HashSet<>();
        value.forEach(wanted::add);
        Set<JsonValue> held = new HashSet<>();
        if (draft.shownAt(path) instanceof JsonArray shown) {
            shown.forEach(held::add);
            shown.forEach(member -> {
                if (!wanted.contains(member)) {
                    draft.removeMembers(path, member);
                }
            });
        }
        if (!(draft.shownAt(path) instanceof JsonArray)) {
            replace(path, EntryKind.REGISTER, JsonArray.EMPTY);
        }
        for (JsonValue member : value) {
            if (held.add(member)) {
                draft.put(path, EntryKind.MEMBER, member);
            }
        }
    }

    private void count(JsonPointer path, JsonNumber value) throws InvalidChangeException {
        BigDecimal shown = draft.shownAt(path) instanceof JsonNumber number ? number.decimal() : null;
        if (shown == null) {
            draft.removeAtOrBelow(path);
            draft.removeScalarsAbove(path);
            draft.put(path, EntryKind.INCREMENT, increment(path, value));
        } else if (shown.compareTo(value.decimal()) != 0) {
            increment(path, value);
            draft.put(
                    path,
                    EntryKind.INCREMENT,
                    JsonNumber.of(value.decimal().subtract(shown).toPlainString()));
        }
    }

    /** An increment that sums can afford: a counter of a billion digits would stop every site. */
    static JsonNumber increment(JsonPointer path, JsonNumber by) throws InvalidChangeException {
        BigDecimal decimal = by.decimal();
        if (decimal.precision() > COUNTER_DIGITS_MAX || Math.abs((long) decimal.scale()) > COUNTER_DIGITS_MAX) {
            throw new InvalidChangeException(
                    path, "a counter takes numbers of at most " + COUNTER_DIGITS_MAX + " digits");
        }
        return by;
    }

    private static JsonArray array(JsonPointer path, JsonValue value, String rule) throws InvalidChangeException {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw new InvalidChangeException(path, "the path is a " + rule + " and takes an array");
    }

    private static JsonNumber number(JsonPointer path, JsonValue value) throws InvalidChangeException {
        if (value instanceof JsonNumber number) {
            return number;
        }
        throw new InvalidChangeException(path, "the path is a counter and takes a number");
    }
}
