package io.crossweave.policy.document;

import io.crossweave.core.model.ContextType.PathClass;
import io.crossweave.policy.yaml.Findings;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What only shows when the documents are seen together: names that nothing defines, doubles, rules that never apply. */
public final class PolicyCheck {
    private final Findings findings;
    private final List<TypeDocument> types;
    private final SortedSet<String> knownSites;

    /** {@code knownSites}: the regions of the deployment; empty where they are not known. */
    public PolicyCheck(Findings findings, List<TypeDocument> types, SortedSet<String> knownSites) {
        this.findings = findings;
        this.types = types;
        this.knownSites = knownSites;
    }

    public void checkTypes() {
        var first = new TreeMap<String, TypeDocument>();
        for (TypeDocument type : types) {
            TypeDocument before = first.putIfAbsent(type.type().name(), type);
            if (before != null) {
                findings.error(
                        type.place(),
                        "context type '" + type.type().name() + "' is defined for the second time, first at "
                                + before.place());
            }
        }
    }

    public void check(PolicyDocument policy) {
        checkSites(policy);
        types.forEach(type -> checkAuthority(type, policy.jurisdictions()));
        checkUniqueness(policy.rules());
        for (PolicyRule rule : policy.rules()) {
            checkNames(rule);
            checkWhereabouts(rule, rule.when().origin(), policy.jurisdictions());
            checkWhereabouts(rule, rule.when().destination(), policy.jurisdictions());
        }
        checkReach(policy.rules());
    }

    private void checkSites(PolicyDocument policy) {
        policy.sites().forEach((region, place) -> {
            if (!knownSites.isEmpty() && !knownSites.contains(region)) {
                findings.error(place, "site '" + region + "' is unknown");
            }
        });
    }

    private void checkAuthority(TypeDocument type, Jurisdictions jurisdictions) {
        for (String region : type.type().arbiter().authority()) {
            if (isUnknown(region, jurisdictions)) {
                findings.error(
                        type.place(),
                        "context type '" + type.type().name() + "' names the unknown site '" + region
                                + "' in its authority");
            }
        }
    }

    private boolean isUnknown(String region, Jurisdictions jurisdictions) {
        return knownSites.isEmpty() ? !jurisdictions.place(region) : !knownSites.contains(region);
    }

    private void checkUniqueness(List<PolicyRule> rules) {
        var names = new TreeMap<String, PolicyRule>();
        var precedences = new TreeMap<Long, PolicyRule>();
        for (PolicyRule rule : rules) {
            PolicyRule sameName = names.putIfAbsent(rule.name(), rule);
            if (sameName != null) {
                findings.error(rule.place(), "rule '" + rule.name() + "' stands also at " + sameName.place());
            }
            PolicyRule samePrecedence = precedences.putIfAbsent(rule.precedence(), rule);
            if (samePrecedence != null) {
                findings.error(
                        rule.place(),
                        "rule '%s' has the precedence %d of rule '%s': which one decides must be clear"
                                .formatted(rule.name(), rule.precedence(), samePrecedence.name()));
            }
        }
    }

    private void checkNames(PolicyRule rule) {
        if (types.isEmpty()) {
            return;
        }
        var typeNames = new TreeSet<String>();
        var classNames = new TreeSet<String>();
        for (TypeDocument type : types) {
            typeNames.add(type.type().name());
            type.type().classes().stream().map(PathClass::classification).forEach(classNames::add);
        }
        for (String name : rule.when().types()) {
            if (!typeNames.contains(name)) {
                findings.error(
                        rule.place(), "rule '" + rule.name() + "' names the unknown context type '" + name + "'");
            }
        }
        var classes = new TreeSet<>(rule.when().classes());
        if (rule.then() instanceof Ruling.Release release) {
            classes.addAll(release.dropClasses());
        }
        for (String name : classes) {
            if (!classNames.contains(name)) {
                findings.warning(
                        rule.place(), "rule '" + rule.name() + "' names class '" + name + "', which no type uses");
            }
        }
    }

    private void checkWhereabouts(PolicyRule rule, Whereabouts where, Jurisdictions jurisdictions) {
        switch (where) {
            case Whereabouts.Anywhere() -> {}
            case Whereabouts.Inside(var named) -> checkJurisdictionNames(rule, named, jurisdictions);
            case Whereabouts.Outside(var named) -> checkJurisdictionNames(rule, named, jurisdictions);
            case Whereabouts.Sites(var regions) -> {
                for (String region : regions) {
                    if (isUnknown(region, jurisdictions)) {
                        findings.error(
                                rule.place(), "rule '" + rule.name() + "' names the unknown site '" + region + "'");
                    }
                }
            }
        }
    }

    private void checkJurisdictionNames(PolicyRule rule, SortedSet<String> named, Jurisdictions jurisdictions) {
        for (String name : named) {
            if (!jurisdictions.regions().containsKey(name)) {
                findings.error(
                        rule.place(), "rule '" + rule.name() + "' names the unknown jurisdiction '" + name + "'");
            }
        }
    }

    private void checkReach(List<PolicyRule> rules) {
        for (int later = 1; later < rules.size(); later++) {
            PolicyRule rule = rules.get(later);
            for (PolicyRule earlier : rules.subList(0, later)) {
                if (RuleCover.covers(earlier.when(), rule.when())) {
                    findings.warning(
                            rule.place(),
                            "rule '%s' never applies: rule '%s' with precedence %d applies wherever it would"
                                    .formatted(rule.name(), earlier.name(), earlier.precedence()));
                    break;
                }
            }
        }
    }
}
