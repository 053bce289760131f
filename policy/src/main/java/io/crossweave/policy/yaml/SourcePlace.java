package io.crossweave.policy.yaml;

import java.util.Comparator;

/** A place in a file; line and column count from 1. */
public record SourcePlace(String file, int line, int column) implements Comparable<SourcePlace> {
    private static final Comparator<SourcePlace> ORDER = Comparator.comparing(SourcePlace::file)
            .thenComparingInt(SourcePlace::line)
            .thenComparingInt(SourcePlace::column);

    @Override
    public int compareTo(SourcePlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
