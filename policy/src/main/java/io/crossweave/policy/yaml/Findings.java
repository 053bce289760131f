package io.crossweave.policy.yaml;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Collects what is wrong, in the order of places and each only once. */
public final class Findings {
    private final SortedSet<Finding> found = new TreeSet<>();

    public void error(SourcePlace place, String sentence) {
        found.add(new Finding(Finding.Severity.ERROR, place, sentence));
    }

    public void warning(SourcePlace place, String sentence) {
        found.add(new Finding(Finding.Severity.WARNING, place, sentence));
    }

    public boolean hasErrors() {
        return found.stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR);
    }

    public List<Finding> all() {
        return List.copyOf(found);
    }
}
