package io.crossweave.core.state;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.model.MergeRule;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The registers at one path. Most are whole values, of which the path's rule shows one; the empty object only says that an object is here,
 * and at a log or set the empty array that a collection is.
 */
final class Registers {
    private final MergeRule rule;
    // Most paths that have any have one: the set is made when it comes, and most nodes of a document never need it.
    private NavigableSet<Entry> entries = Collections.emptyNavigableSet();

    Registers(MergeRule rule) {
        this.rule = rule;
    }

    void add(Entry entry) {
        if (entries.isEmpty()) {
            entries = new TreeSet<>();
        }
        entries.add(entry);
    }

    void remove(Entry entry) {
        entries.remove(entry);
    }

    void forEach(Consumer<? super Entry> visit) {
        entries.forEach(visit);
    }

    /** The whole values, oldest first. */
    List<Entry> wholes() {
        return entries.stream().filter(this::isWhole).toList();
    }

    boolean hasWhole() {
        return newestWhole() != null;
    }

    @Nullable
    Entry newestWhole() {
        return newest(this::isWhole);
    }

    @Nullable
    Entry newestEmptyObject() {
        return newest(Entry::isEmptyObject);
    }

    /** The newest register that says that an empty log is here; null at a path without that rule. */
    @Nullable
    Entry newestEmptyLog() {
        return rule == MergeRule.LOG ? newest(Entry::isEmptyArray) : null;
    }

    @Nullable
    Entry newestEmptySet() {
        return rule == MergeRule.SET ? newest(Entry::isEmptyArray) : null;
    }

    /** The whole value that the rule shows. */
    Entry preferred() {
        return switch (rule) {
            case LWW, MANUAL, RESOLVER, LOG, SET, COUNTER -> requireNonNull(newestWhole());
            case MAX, MIN, PRIORITY -> Collections.max(candidates(), RegisterOrder.of(rule));
        };
    }

    /** Of answers to conflicts only the newest counts: two of them settle by their clocks, never by the rule again (L5). */
    private List<Entry> candidates() {
        Entry answer = newest(entry -> isWhole(entry) && entry.reconciles());
        return answer == null
                ? wholes()
                : entries.stream()
                        .filter(entry -> isWhole(entry) && (!entry.reconciles() || entry.equals(answer)))
                        .toList();
    }

    private boolean isWhole(Entry entry) {
        boolean collection = rule == MergeRule.LOG || rule == MergeRule.SET;
        return !entry.isEmptyObject() && !(collection && entry.isEmptyArray());
    }

    private @Nullable Entry newest(Predicate<Entry> wanted) {
        for (Entry entry : entries.descendingSet()) {
            if (wanted.test(entry)) {
                return entry;
            }
        }
        return null;
    }
}
