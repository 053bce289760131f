package io.crossweave.policy.yaml;

import java.util.Comparator;

/** What is wrong at a place of a file, in one sentence. */
public record Finding(Severity severity, SourcePlace place, String sentence) implements Comparable<Finding> {
    public enum Severity {
        /** The files can't be used. */
        ERROR,
        /** The files can be used, and probably don't say what their author means. */
        WARNING
    }

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::place)
            .thenComparing(Finding::severity)
            .thenComparing(Finding::sentence);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** As compilers write it: {@code policy.yaml:12:3: error: …}. */
    @Override
    public String toString() {
        String kind = switch (severity) {
            case ERROR -> "error";
            case WARNING -> "warning";
        };
        return place + ": " + kind + ": " + sentence;
    }
}
