package io.crossweave.core.state;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.document.SortedTree;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.MergeRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One path of a context: the shown entries at it, the nodes below it, and the value that its merge rule shows. Adding or removing an
 * entry refreshes only the nodes from it up to the root, so that a change costs what it touches and not what the document holds.
 *
 * <p>Where several kinds of value meet at a path (a scalar here, members below) the kind with the greatest entry at or below it is shown
 * (L2). The empty object is of the same kind as members below; at a log or set path the empty array is the empty log or set.
 */
final class PathNode {
    private static final SortedTree<Entry, JsonValue> NO_ELEMENTS = SortedTree.empty(Comparator.<Entry>naturalOrder());

    private final JsonPointer path;
    private final MergeRule rule;
    // Most nodes are leaves with one register: each collection is made when its first entry comes.
    private NavigableMap<String, PathNode> children = Collections.emptyNavigableMap();
    private final Registers registers;
    private NavigableSet<Entry> increments = Collections.emptyNavigableSet();
    private @Nullable SetMembers members;
    private SortedTree<Entry, JsonValue> elements = NO_ELEMENTS;
    private JsonObject object = JsonObject.EMPTY;
    private BigDecimal sum = BigDecimal.ZERO;
    private @Nullable JsonValue shown;

    PathNode(JsonPointer path, ContextType type) {
        this.path = path;
        this.rule = type.ruleAt(path);
        this.registers = new Registers(rule);
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
        if (children.isEmpty()) {
            children = new TreeMap<>();
        }
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
                if (members == null) {
                    members = new SetMembers();
                }
                members.put(entry);
            }
            case INCREMENT -> {
                if (increments.isEmpty()) {
                    increments = new TreeSet<>();
                }
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
            case MEMBER -> {
                if (members != null) {
                    members.remove(entry);
                }
            }
            case INCREMENT -> {
                if (increments.remove(entry)) {
                    sum = sum.subtract(((JsonNumber) entry.value()).decimal());
                }
            }
        }
        refresh();
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
        if (members != null) {
            members.forEach(visit);
        }
        elements.forEach((entry, value) -> visit.accept(entry));
    }

    /** The entries here but those of an entry's own collection, which merges with them: it may be long. */
    void forEachBeside(Entry entry, Consumer<? super Entry> visit) {
        registers.forEach(visit);
        if (entry.kind() != EntryKind.INCREMENT) {
            increments.forEach(visit);
        }
        if (entry.isEmptyArray()) {
            return;
        }
        if (members != null && entry.kind() != EntryKind.MEMBER) {
            members.forEach(visit);
        }
        if (entry.kind() != EntryKind.APPEND) {
            elements.forEach((element, value) -> visit.accept(element));
        }
    }

    /** All shown entries at and below this path. */
    void forEachAtOrBelow(Consumer<? super Entry> visit) {
        forEachHere(visit);
        // A loop and no lambda: one frame a level, so that the deepest document fits on a small stack.
        for (PathNode child : children.values()) {
            child.forEachAtOrBelow(visit);
        }
    }

    /** The same, but for what stands at the paths of logs. */
    void forEachAtOrBelowExceptLogs(Consumer<? super Entry> visit) {
        if (rule != MergeRule.LOG) {
            forEachHere(visit);
        }
        for (PathNode child : children.values()) {
            child.forEachAtOrBelowExceptLogs(visit);
        }
    }

    List<Entry> wholes() {
        return registers.wholes();
    }

    /** What competes here, and what is shown of it. */
    Contest contest() {
        Kind kind = newestKind(kindsHere());
        Entry winner = kind == Kind.WHOLE ? registers.preferred() : newest(kind);
        List<Entry> rivals = rivals();
        return new Contest(path, rule, rivals.isEmpty() ? List.of(winner) : rivals, winner, isProvisional());
    }

    /**
     * Whether concurrent values stand here of which the rule lets somebody choose, and which no reconciliation has settled. What stands of a
     * losing twin is its client event's, and that was chosen or not with the twin that counts: nobody is asked about it, nor about equal values.
     */
    boolean isProvisional() {
        if (!rule.awaitsDecision()) {
            return false;
        }
        List<Entry> asked =
                rivals().stream().filter(rival -> rival.loser() == null).toList();
        return asked.stream().anyMatch(rival -> Rivals.collide(asked.getFirst(), rival))
                && !asked.stream().allMatch(Entry::reconciles);
    }

    /** Entries of which only some can be shown, oldest first: whole values here, and where several kinds meet whatever is here and below. */
    private List<Entry> rivals() {
        var rivals = new ArrayList<Entry>();
        if (kindsHere().size() > 1) {
            forEachAtOrBelow(rivals::add);
            Collections.sort(rivals);
        } else {
            rivals.addAll(registers.wholes());
        }
        return rivals.size() > 1 ? rivals : List.of();
    }

    boolean hasMember(JsonValue value) {
        return members != null && members.contains(value);
    }

    /** The set entries with an equal value. */
    List<Entry> membersEqualTo(JsonValue value) {
        return members == null ? List.of() : members.entriesOf(value);
    }

    private void refresh() {
        List<Kind> kinds = kindsHere();
        shown = kinds.isEmpty() ? null : value(newestKind(kinds));
    }

    /** Only a path with several kinds needs to know how new each of them is: that walk is rare. */
    private Kind newestKind(List<Kind> kinds) {
        return kinds.size() == 1 ? kinds.getFirst() : Collections.max(kinds, Comparator.comparing(this::newest));
    }

    private List<Kind> kindsHere() {
        var kinds = new ArrayList<Kind>(1);
        if (registers.hasWhole()) {
            kinds.add(Kind.WHOLE);
        }
        if (!children.isEmpty() || registers.newestEmptyObject() != null) {
            kinds.add(Kind.OBJECT);
        }
        if (elements.size() > 0 || registers.newestEmptyLog() != null) {
            kinds.add(Kind.LOG);
        }
        if ((members != null && !members.isEmpty()) || registers.newestEmptySet() != null) {
            kinds.add(Kind.SET);
        }
        if (!increments.isEmpty()) {
            kinds.add(Kind.COUNTER);
        }
        return kinds;
    }

    private JsonValue value(Kind kind) {
        return switch (kind) {
            case WHOLE -> registers.preferred().value();
            case OBJECT -> object;
            case LOG -> JsonArray.ofTree(elements);
            case SET -> members == null ? JsonArray.EMPTY : members.shown();
            case COUNTER -> JsonNumber.of(plain(sum));
        };
    }

    private Entry newest(Kind kind) {
        var newest = new Newest();
        switch (kind) {
            case WHOLE -> newest.offer(registers.newestWhole());
            case OBJECT -> {
                newest.offer(registers.newestEmptyObject());
                children.values().forEach(child -> child.forEachAtOrBelow(newest::offer));
            }
            case LOG -> {
                newest.offer(registers.newestEmptyLog());
                elements.forEach((entry, value) -> newest.offer(entry));
            }
            case SET -> {
                newest.offer(registers.newestEmptySet());
                if (members != null) {
                    members.forEach(newest::offer);
                }
            }
            case COUNTER -> newest.offer(increments.last());
        }
        return requireNonNull(newest.entry);
    }

    private static String plain(BigDecimal sum) {
        BigDecimal stripped = sum.stripTrailingZeros();
        return stripped.signum() == 0 ? "0" : stripped.toPlainString();
    }

    /** The kinds of value that can meet at a path. */
    private enum Kind {
        WHOLE,
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
