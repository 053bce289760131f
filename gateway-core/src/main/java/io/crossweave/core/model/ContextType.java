package io.crossweave.core.model;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.PathPattern;
import java.util.List;

/**
 * The configuration of a kind of context. Where several patterns match a path the most specific one wins
 * ({@link PathPattern#compareSpecificity}).
 *
 * @param version the rule version that entries written under it carry
 * @param merges merge rules by path; a path with no rule is {@link MergeRule#LWW}
 * @param classes classifications by path, such as {@code pii}; a path with no class is unclassified
 */
public record ContextType(String name, int version, Tier tier, List<PathMerge> merges, List<PathClass> classes) {
    /** A merge rule for the paths that match. */
    public record PathMerge(PathPattern pattern, MergeRule rule) {}

    /** A classification for the paths that match. */
    public record PathClass(PathPattern pattern, String classification) {}

    public ContextType {
        merges = List.copyOf(merges);
        classes = List.copyOf(classes);
    }

    public MergeRule ruleAt(JsonPointer path) {
        MergeRule found = MergeRule.LWW;
        PathPattern by = null;
        for (PathMerge merge : merges) {
            if (merge.pattern().matches(path) && (by == null || merge.pattern().compareSpecificity(by) > 0)) {
                found = merge.rule();
                by = merge.pattern();
            }
        }
        return found;
    }

    /** The classification of a path; empty where it has none. */
    public String classAt(JsonPointer path) {
        String found = "";
        PathPattern by = null;
        for (PathClass classified : classes) {
            if (classified.pattern().matches(path)
                    && (by == null || classified.pattern().compareSpecificity(by) > 0)) {
                found = classified.classification();
                by = classified.pattern();
            }
        }
        return found;
    }
}
