package io.crossweave.policy.document;

import io.crossweave.policy.yaml.SourcePlace;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One {@code kind: Policy} document.
 *
 * @param version grows with each change: it is the projection epoch (L11)
 * @param sites where each region stands in the jurisdictions
 * @param rules in the order of precedence
 * @param canonical the document's content in one normal form, whatever its layout and comments
 */
public record PolicyDocument(
        SourcePlace place,
        long version,
        Jurisdictions jurisdictions,
        SortedMap<String, SourcePlace> sites,
        List<PolicyRule> rules,
        String canonical) {
    public PolicyDocument {
        sites = Collections.unmodifiableSortedMap(new TreeMap<>(sites));
        rules = rules.stream()
                .sorted(Comparator.comparingLong(PolicyRule::precedence))
                .toList();
    }
}
