package io.crossweave.policy;

import io.crossweave.core.model.Labels;
import io.crossweave.policy.document.PolicyRule;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The labels that a policy speaks of, and those that only look like one: {@code Residency: eu} is no label of any rule, and whoever wrote
 * it surely meant {@code residency: EU}. Such labels leave the policy unsure.
 */
final class LabelForms {
    /** The label whose every value must be spoken of by a rule: where such data may be can't be left open. */
    static final String RESIDENCY = "residency";

    private final TreeMap<String, TreeSet<String>> values = new TreeMap<>();
    private final TreeSet<String> foldedNames = new TreeSet<>();

    LabelForms(List<PolicyRule> rules) {
        values.put(RESIDENCY, new TreeSet<>());
        for (PolicyRule rule : rules) {
            rule.when()
                    .labels()
                    .forEach((name, named) -> values.computeIfAbsent(name, absent -> new TreeSet<>())
                            .addAll(named));
        }
        values.keySet().forEach(name -> foldedNames.add(folded(name)));
    }

    /** What is unsure about these labels, told without any of them that the policy doesn't name itself. */
    Optional<String> doubt(Labels labels) {
        for (Map.Entry<String, SortedSet<String>> label : labels.values().entrySet()) {
            TreeSet<String> named = values.get(label.getKey());
            if (named == null) {
                if (foldedNames.contains(folded(label.getKey()))) {
                    return Optional.of("a label's name differs only in form from one that the policy names");
                }
                continue;
            }
            for (String value : label.getValue()) {
                if (named.contains(value)) {
                    continue;
                }
                if (label.getKey().equals(RESIDENCY)) {
                    return Optional.of("no rule says where data with this value of the label residency may be held");
                }
                if (named.stream().anyMatch(known -> folded(known).equals(folded(value)))) {
                    return Optional.of("a value of the label " + label.getKey()
                            + " differs only in form from one that the policy names");
                }
            }
        }
        return Optional.empty();
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }
}
