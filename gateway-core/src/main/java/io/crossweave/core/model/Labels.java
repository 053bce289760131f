package io.crossweave.core.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Labels of an event or of a context: for each name the set of values that it has ever been given. Labels stick to a context (L11), so
 * they only join; two values of one name both hold.
 */
public record Labels(SortedMap<String, SortedSet<String>> values) {
    public static final Labels NONE = new Labels(new TreeMap<>());

    public Labels {
        var copy = new TreeMap<String, SortedSet<String>>();
        values.forEach((name, held) -> copy.put(name, Collections.unmodifiableSortedSet(new TreeSet<>(held))));
        values = Collections.unmodifiableSortedMap(copy);
    }

    public static Labels of(String name, String value) {
        var values = new TreeMap<String, SortedSet<String>>();
        values.computeIfAbsent(name, absent -> new TreeSet<>()).add(value);
        return new Labels(values);
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The values of a name; empty where the label is absent. */
    public SortedSet<String> of(String name) {
        return values.getOrDefault(name, Collections.emptySortedSet());
    }

    /** The union of both. */
    public Labels join(Labels other) {
        if (other.isEmpty() || equals(other)) {
            return this;
        }
        if (isEmpty()) {
            return other;
        }
        var joined = new TreeMap<String, SortedSet<String>>(values);
        other.values.forEach((name, held) -> joined.merge(name, held, Labels::union));
        return new Labels(joined);
    }

    private static SortedSet<String> union(SortedSet<String> one, SortedSet<String> other) {
        var both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }
}
