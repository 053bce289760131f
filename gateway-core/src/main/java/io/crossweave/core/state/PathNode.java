package io.crossweave.core.state;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.JsonWriter;
import io.crossweave.core.document.SortedTree;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.MergeRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One path of a context: the shown entries at it, the nodes below it, and the value that its merge rule shows. Adding or removing an
 * entry refreshes only the nodes from it up to the root, so that a change costs what it touches and not what the document holds.
 *
 * <p>Where several kinds of value meet at a path (a scalar here, members below) the kind with the greatest entry at or below it is shown
 * (L2). The empty object is of the same kind as members below; at a log or set path the empty array is the empty log or set.
 */
final class PathNode {
    private final JsonPointer path;
    private final MergeRule rule;
    private final TreeMap<String, PathNode> children = new TreeMap<>();
    private final TreeSet<Entry> registers = new TreeSet<>();
    private final TreeSet<Entry> increments = new TreeSet<>();
    private final TreeMap<String, TreeSet<Entry>> members = new TreeMap<>();
    private SortedTree<Entry, JsonValue> elements = SortedTree.empty(Comparator.<Entry>naturalOrder());
    private SortedTree<String, JsonValue> shownMembers = SortedTree.empty(Comparator.<String>naturalOrder());
    private JsonObject object = JsonObject.EMPTY;
    private BigDecimal sum = BigDecimal.ZERO;
    private @Nullable JsonValue shown;

    PathNode(JsonPointer path, ContextType type) {
        this.path = path;
        this.rule = type.ruleAt(path);
    }

    JsonPointer path() {
        return path;
    }

    MergeRule rule() {
        return rule;
    }

    /** What this path shows, or null where nothing is here. */
    @Nullable
    JsonValue shown() {
        return shown;
    }

    @Nullable
    PathNode child(String token) {
        return children.get(token);
    }

    PathNode childOrNew(String token, ContextType type) {
        return children.computeIfAbsent(token, name -> new PathNode(path.child(name), type));
    }

    /** The members below in name order. */
    Map<String, PathNode> children() {
        return children;
    }

    /** The entry whose element a log shows at an index, or null beyond its end. */
    @Nullable
    Entry elementAt(int index) {
        return index < 0 || index >= elements.size() ? null : elements.keyAt(index);
    }

    void put(Entry entry) {
        switch (entry.kind()) {
            case REGISTER -> registers.add(entry);
            case APPEND -> elements = elements.with(entry, entry.value());
            case MEMBER -> {
                String name = JsonWriter.toText(entry.value());
                members.computeIfAbsent(name, absent -> new TreeSet<>()).add(entry);
                shownMembers = shownMembers.with(name, entry.value());
            }
            case INCREMENT -> {
                if (increments.add(entry)) {
                    sum = sum.add(((JsonNumber) entry.value()).decimal());
                }
            }
        }
        refresh();
    }

    void remove(Entry entry) {
        switch (entry.kind()) {
            case REGISTER -> registers.remove(entry);
            case APPEND -> elements = elements.without(entry);
            case MEMBER -> removeMember(entry);
            case INCREMENT -> {
                if (increments.remove(entry)) {
                    sum = sum.subtract(((JsonNumber) entry.value()).decimal());
                }
            }
        }
        refresh();
    }

    private void removeMember(Entry entry) {
        String name = JsonWriter.toText(entry.value());
        TreeSet<Entry> same = members.get(name);
        if (same != null && same.remove(entry) && same.isEmpty()) {
            members.remove(name);
            shownMembers = shownMembers.without(name);
        }
    }

    /** Takes over what a child shows now; a child that holds nothing any more is forgotten. */
    void childChanged(String token) {
        PathNode child = children.get(token);
        JsonValue value = child == null ? null : child.shown();
        if (child != null && value == null) {
            children.remove(token);
        }
        object = value == null ? object.without(token) : object.with(token, value);
        refresh();
    }

    /** All shown entries at this path, not below it. */
    void forEachHere(Consumer<? super Entry> visit) {
        registers.forEach(visit);
        increments.forEach(visit);
        members.values().forEach(same -> same.forEach(visit));
        elements.forEach((entry, value) -> visit.accept(entry));
    }

    /** All shown entries at and below this path. */
    void forEachAtOrBelow(Consumer<? super Entry> visit) {
        forEachHere(visit);
        children.values().forEach(child -> child.forEachAtOrBelow(visit));
    }

    /** The set members with an equal value. */
    void forEachMember(JsonValue value, Consumer<? super Entry> visit) {
        members.values().forEach(same -> {
            if (same.first().value().equals(value)) {
                same.forEach(visit);
            }
        });
    }

    private void refresh() {
        List<Kind> kinds = kindsHere();
        shown = switch (kinds.size()) {
            case 0 -> null;
            case 1 -> value(kinds.getFirst());
            // Only a path with several kinds needs to know how new each of them is: that walk is rare.
            default -> value(Collections.max(kinds, Comparator.comparing(this::newest)));
        };
    }

    private List<Kind> kindsHere() {
        var kinds = new ArrayList<Kind>(1);
        if (newestScalar() != null) {
            kinds.add(Kind.SCALAR);
        }
        if (!children.isEmpty() || newestRegister(Entry::isEmptyObject) != null) {
            kinds.add(Kind.OBJECT);
        }
        if (elements.size() > 0 || (rule == MergeRule.LOG && newestRegister(Entry::isEmptyArray) != null)) {
            kinds.add(Kind.LOG);
        }
        if (!members.isEmpty() || (rule == MergeRule.SET && newestRegister(Entry::isEmptyArray) != null)) {
            kinds.add(Kind.SET);
        }
        if (!increments.isEmpty()) {
            kinds.add(Kind.COUNTER);
        }
        return kinds;
    }

    private JsonValue value(Kind kind) {
        return switch (kind) {
            case SCALAR -> requireNonNull(newestScalar()).value();
            case OBJECT -> object;
            case LOG -> elements.size() == 0 ? JsonArray.EMPTY : JsonArray.ofTree(elements);
            case SET -> members.isEmpty() ? JsonArray.EMPTY : JsonArray.ofTree(shownMembers);
            case COUNTER -> JsonNumber.of(plain(sum));
        };
    }

    private Entry newest(Kind kind) {
        var newest = new Newest();
        switch (kind) {
            case SCALAR -> newest.offer(newestScalar());
            case OBJECT -> {
                newest.offer(newestRegister(Entry::isEmptyObject));
                children.values().forEach(child -> child.forEachAtOrBelow(newest::offer));
            }
            case LOG -> {
                newest.offer(rule == MergeRule.LOG ? newestRegister(Entry::isEmptyArray) : null);
                elements.forEach((entry, value) -> newest.offer(entry));
            }
            case SET -> {
                newest.offer(rule == MergeRule.SET ? newestRegister(Entry::isEmptyArray) : null);
                members.values().forEach(same -> newest.offer(same.last()));
            }
            case COUNTER -> newest.offer(increments.last());
        }
        return requireNonNull(newest.entry);
    }

    private @Nullable Entry newestScalar() {
        boolean collection = rule == MergeRule.LOG || rule == MergeRule.SET;
        return newestRegister(entry -> !entry.isEmptyObject() && !(collection && entry.isEmptyArray()));
    }

    private @Nullable Entry newestRegister(Predicate<Entry> wanted) {
        for (Entry entry : registers.descendingSet()) {
            if (wanted.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    private static String plain(BigDecimal sum) {
        BigDecimal stripped = sum.stripTrailingZeros();
        return stripped.signum() == 0 ? "0" : stripped.toPlainString();
    }

    /** The kinds of value that can meet at a path. */
    private enum Kind {
        SCALAR,
        OBJECT,
        LOG,
        SET,
        COUNTER
    }

    /** The greatest entry offered. */
    private static final class Newest {
        private @Nullable Entry entry;

        void offer(@Nullable Entry candidate) {
            if (candidate != null && (entry == null || candidate.compareTo(entry) > 0)) {
                entry = candidate;
            }
        }
    }
}
