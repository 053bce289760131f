package io.crossweave.policy.document;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * When a rule applies: all of these together. An empty set of types means every type.
 *
 * @param classes not empty: the rule speaks for additions of these classes; empty: it speaks for the event and its unclassified content
 * @param labels for each name the values of which the event has one at least
 */
public record RuleConditions(
        SortedSet<String> types,
        SortedSet<String> classes,
        SortedMap<String, SortedSet<String>> labels,
        Whereabouts origin,
        Whereabouts destination) {
    public RuleConditions {
        types = Collections.unmodifiableSortedSet(new TreeSet<>(types));
        classes = Collections.unmodifiableSortedSet(new TreeSet<>(classes));
        var copy = new TreeMap<String, SortedSet<String>>();
        labels.forEach((name, values) -> copy.put(name, Collections.unmodifiableSortedSet(new TreeSet<>(values))));
        labels = Collections.unmodifiableSortedMap(copy);
    }
}
