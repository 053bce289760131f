package io.crossweave.policy.document;

import io.crossweave.core.document.PathPattern;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a rule says. */
public sealed interface Ruling {
    /** The destination may not hold it. */
    record Withhold() implements Ruling {}

    /** The destination may hold it, but for what lies at or below these paths or has one of these classes. */
    record Release(List<PathPattern> dropPaths, SortedSet<String> dropClasses) implements Ruling {
        public Release {
            dropPaths = List.copyOf(dropPaths);
            dropClasses = Collections.unmodifiableSortedSet(new TreeSet<>(dropClasses));
        }
    }
}
