package io.crossweave.core.publish;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNull;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.ValueOrder;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Classes;
import io.crossweave.core.state.Draft;
import io.crossweave.core.state.Entry;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes a path show a value with as few operations as its merge rules allow: in a whole document a value that is shown already is left
 * alone; what is shown and missing from the value is removed, what this site does not show is not touched (L4).
 */
final class WholeValueWriter {
    private final Draft draft;
    private @Nullable CarriedClasses carried;
    /** Classes of what was superseded at a path and may be written there again. */
    private final Map<JsonPointer, Set<String>> superseded = new TreeMap<>();

    private int additions;
    private int pathTokens;

    WholeValueWriter(Draft draft) {
        this.draft = draft;
    }

    /** What is written from now on takes classes along from where it was copied or moved; null for what comes from the client. */
    void carry(@Nullable CarriedClasses classes) {
        carried = classes;
    }

    /** What is written at the entry's path from now on is no less classified than it was. */
    void keepClassesOf(Entry entry) {
        superseded.computeIfAbsent(entry.path(), path -> new TreeSet<>()).addAll(Classes.of(entry.classification()));
    }

    /** As a part of a whole document, of which a client may have changed other parts only. */
    void write(JsonPointer path, JsonValue value) throws InvalidChangeException {
        write(path, value, false);
    }

    /** As a client asks for this very path: a register is written also where it shows the value, because somebody may have changed it elsewhere. */
    void set(JsonPointer path, JsonValue value) throws InvalidChangeException {
        write(path, value, true);
    }

    private void write(JsonPointer path, JsonValue value, boolean asked) throws InvalidChangeException {
        switch (draft.ruleAt(path)) {
            case LOG -> appendMissing(path, array(path, value, "log"));
            case SET -> becomeSet(path, array(path, value, "set"));
            case COUNTER -> count(path, number(path, value));
            case LWW, PRIORITY, MANUAL, RESOLVER -> {
                // Two frames a level, and no more: the deepest document has to fit on a small stack.
                if (value instanceof JsonObject object) {
                    writeObject(path, object, asked);
                } else if (asked || !value.equals(draft.shownAt(path))) {
                    replace(path, value);
                }
            }
            case MAX, MIN -> writeExtreme(path, value, asked);
        }
    }

    /** Adds an entry, within what one change may add and documents may be deep. */
    void put(JsonPointer path, EntryKind kind, JsonValue value) throws InvalidChangeException {
        put(path, kind, value, Set.of());
    }

    /** The same, of further classes. */
    private void put(JsonPointer path, EntryKind kind, JsonValue value, Set<String> kept)
            throws InvalidChangeException {
        boolean inCollection = kind == EntryKind.APPEND || kind == EntryKind.MEMBER;
        requireDepth(path, path.depth() + (inCollection ? 1 : 0) + depthOf(value));
        additions++;
        pathTokens += path.depth();
        if (additions > Limits.EVENT_ADDITIONS_MAX || pathTokens > Limits.EVENT_PATH_TOKENS_MAX) {
            throw new InvalidChangeException(
                    path,
                    "one change adds at most " + Limits.EVENT_ADDITIONS_MAX + " values, at paths of "
                            + Limits.EVENT_PATH_TOKENS_MAX + " tokens together");
        }
        var classes = new TreeSet<>(kept);
        classes.addAll(superseded.getOrDefault(path, Set.of()));
        if (carried != null) {
            classes.addAll(carried.of(path, kind, value));
        }
        draft.put(path, kind, value, classes);
    }

    private static void requireDepth(JsonPointer path, int depth) throws InvalidChangeException {
        if (depth > Limits.JSON_DEPTH_MAX) {
            throw new InvalidChangeException(path, "a document is at most " + Limits.JSON_DEPTH_MAX + " levels deep");
        }
    }

    /** How many objects and arrays stand open within a value at most; the reader has bounded it. */
    private static int depthOf(JsonValue value) {
        int below = 0;
        switch (value) {
            case JsonArray array -> {
                for (JsonValue element : array) {
                    below = Math.max(below, depthOf(element));
                }
            }
            case JsonObject object -> {
                for (Map.Entry<String, JsonValue> member : object.members()) {
                    below = Math.max(below, depthOf(member.getValue()));
                }
            }
            case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> {
                return 0;
            }
        }
        return below + 1;
    }

    private void writeObject(JsonPointer path, JsonObject value, boolean asked) throws InvalidChangeException {
        requireDepth(path, path.depth() + 1);
        if (draft.shownAt(path) instanceof JsonObject shown) {
            for (Map.Entry<String, JsonValue> member : shown.members()) {
                if (value.get(member.getKey()) == null) {
                    draft.removeAtOrBelowExceptLogs(path.child(member.getKey()));
                }
            }
        } else {
            draft.removeAtOrBelowExceptLogs(path);
        }
        uncover(path, JsonObject.class);
        if (value.isEmpty()) {
            keep(path, JsonObject.EMPTY);
        }
        for (Map.Entry<String, JsonValue> member : value.members()) {
            write(path.child(member.getKey()), member.getValue(), asked);
        }
    }

    private void replace(JsonPointer path, JsonValue value) throws InvalidChangeException {
        // An array is one value: one that is edited or put back still holds what made the one before classified.
        boolean array = value instanceof JsonArray && draft.shownAt(path) instanceof JsonArray;
        Set<String> kept = array ? draft.classesAt(path) : Set.of();
        draft.removeAtOrBelow(path);
        draft.removeScalarsAbove(path);
        put(path, EntryKind.REGISTER, value, kept);
    }

    /** What others wrote stays and may be what is shown; this site goes on with one value, the extreme of all that it wrote (L2). */
    private void writeExtreme(JsonPointer path, JsonValue value, boolean asked) throws InvalidChangeException {
        if (!(value instanceof JsonNumber || value instanceof JsonString)) {
            throw new InvalidChangeException(
                    path, "the path is a " + draft.ruleAt(path).label() + " and takes a number or a string");
        }
        if (asked || !value.equals(draft.shownAt(path))) {
            Set<String> held = draft.classesAt(path);
            JsonValue extreme = draft.supersedeOwn(path, value);
            draft.removeScalarsAbove(path);
            put(path, EntryKind.REGISTER, extreme, extreme.equals(value) ? Set.of() : held);
        }
    }

    /**
     * Makes a path show an object or array again after what was newest there has gone: an older whole value that was held beside it, here
     * or above, would now be shown in its place and is superseded. Without one, or where the path shows what it should, nothing changes.
     */
    void uncover(JsonPointer path, Class<? extends JsonValue> shape) {
        if (!shape.isInstance(draft.shownAt(path))) {
            draft.removeScalarsAbove(path);
            draft.removeScalarsAt(path);
        }
    }

    /** Makes a path show an object or array, an empty one where nothing else is left of it. */
    void keep(JsonPointer path, JsonValue empty) throws InvalidChangeException {
        uncover(path, empty.getClass());
        if (!empty.getClass().isInstance(draft.shownAt(path))) {
            put(path, EntryKind.REGISTER, empty);
        }
    }

    /** Elements that the log shows already, as often as it shows them, are no news whatever their order; none is removed. */
    private void appendMissing(JsonPointer path, JsonArray value) throws InvalidChangeException {
        uncover(path, JsonArray.class);
        Map<JsonValue, Integer> unmatched = new TreeMap<>(ValueOrder.CANONICAL);
        if (draft.shownAt(path) instanceof JsonArray shown) {
            shown.forEach(element -> unmatched.merge(element, 1, Integer::sum));
        }
        for (JsonValue element : value) {
            if (unmatched.merge(element, -1, Integer::sum) < 0) {
                put(path, EntryKind.APPEND, element);
            }
        }
        keep(path, JsonArray.EMPTY);
    }

    private void becomeSet(JsonPointer path, JsonArray value) throws InvalidChangeException {
        Set<JsonValue> wanted = new TreeSet<>(ValueOrder.CANONICAL);
        value.forEach(wanted::add);
        if (draft.shownAt(path) instanceof JsonArray shown) {
            for (JsonValue member : shown) {
                if (!wanted.contains(member)) {
                    draft.removeMembers(path, member);
                }
            }
        } else {
            draft.removeAtOrBelow(path);
        }
        uncover(path, JsonArray.class);
        for (JsonValue member : value) {
            addMember(path, member);
        }
        keep(path, JsonArray.EMPTY);
    }

    /** Adds a member that the set does not show yet. */
    void addMember(JsonPointer path, JsonValue member) throws InvalidChangeException {
        if (!(draft.shownAt(path) instanceof JsonArray) || !draft.hasMember(path, member)) {
            draft.removeScalarsAbove(path);
            put(path, EntryKind.MEMBER, member);
        }
    }

    private void count(JsonPointer path, JsonNumber value) throws InvalidChangeException {
        BigDecimal shown = draft.shownAt(path) instanceof JsonNumber number ? number.decimal() : null;
        if (shown == null) {
            draft.removeAtOrBelow(path);
            draft.removeScalarsAbove(path);
            put(path, EntryKind.INCREMENT, increment(path, value));
        } else if (shown.compareTo(value.decimal()) != 0) {
            increment(path, value);
            put(
                    path,
                    EntryKind.INCREMENT,
                    JsonNumber.of(value.decimal().subtract(shown).toPlainString()));
        }
    }

    /** An increment that sums can afford: a counter of a billion digits would stop every site. */
    static JsonNumber increment(JsonPointer path, JsonNumber by) throws InvalidChangeException {
        BigDecimal decimal = by.decimal();
        if (decimal.precision() > Limits.COUNTER_DIGITS_MAX
                || Math.abs((long) decimal.scale()) > Limits.COUNTER_DIGITS_MAX) {
            throw new InvalidChangeException(
                    path, "a counter takes numbers of at most " + Limits.COUNTER_DIGITS_MAX + " digits");
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
