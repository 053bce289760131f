package io.crossweave.simulator.policy;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.policy.InvalidPolicyException;
import io.crossweave.policy.PolicyFile;
import io.crossweave.policy.PolicyFiles;
import io.crossweave.policy.PolicySet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which sites may hold what in one run: what bears the label {@code residency=EU} stays inside, class {@code pii} is dropped for the blind.
 * It is said twice: as the policy document that sites follow, and as plain questions that checkers ask.
 *
 * @param outside sites outside the EU
 * @param blind sites to which no personal data go
 */
public record Geography(List<String> regions, Set<String> outside, Set<String> blind) {
    private static final String TYPES = """
            apiVersion: crossweave.dev/v1
            kind: ContextTypes
            types:
              - name: note
                version: 1
                tier: CRITICAL
                merge:
                  /log: log
                  /tags: set
                  /visits: counter
                  /best: max
                  /least: min
                  /rank: priority
                  /hand: manual
                  /open/**: resolver
                resolver: simulated
                authority: [aa, bb]
                classes:
                  /ssn: pii
              - name: memo
                version: 1
                tier: BACKGROUND
                merge:
                  /log: log
                  /tags: set
                  /visits: counter
                  /best: max
                  /least: min
                  /rank: priority
                  /hand: manual
                  /open/**: resolver
                resolver: simulated
                authority: [aa, bb]
                classes:
                  /ssn: pii
              - name: chat
                version: 1
                tier: IMPORTANT
                merge:
                  /log: log
            """;

    public Geography {
        regions = List.copyOf(regions);
        outside = Set.copyOf(outside);
        blind = Set.copyOf(blind);
    }

    /** The files that all sites of the run are configured with. */
    public PolicySet read() {
        try {
            return PolicyFiles.load(
                    List.of(new PolicyFile("types.yaml", TYPES), new PolicyFile("policy.yaml", policy())));
        } catch (InvalidPolicyException e) {
            throw new IllegalStateException("the simulator's own policy files are wrong", e);
        }
    }

    private String policy() {
        var inside = new TreeSet<>(regions);
        inside.removeAll(outside);
        var seeing = new TreeSet<>(regions);
        seeing.removeAll(blind);
        String elsewhere = outside.isEmpty() ? "" : "  US: " + new TreeSet<>(outside) + "\n";
        String stays = """
                  - name: eu-stays
                    precedence: 10
                    when:
                      labels: {residency: EU}
                      destination: {outside: EU}
                    then: withhold
                """;
        return """
                apiVersion: crossweave.dev/v1
                kind: Policy
                version: 1
                jurisdictions:
                  EU: %s
                %srules:
                %s  - name: personal-data
                    precedence: 20
                    when:
                      classes: pii
                      destination: {sites: %s}
                    then: release
                """.formatted(inside, elsewhere, stays, seeing);
    }

    public static Map<String, ContextType> typesByName(PolicySet set) {
        return set.types().stream()
                .collect(Collectors.toMap(ContextType::name, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    /** Whoever is outside or blind in one of both is in this. */
    public Geography or(Geography other) {
        return new Geography(regions, union(outside, other.outside), union(blind, other.blind));
    }

    /** Only who is outside or blind in both of them is in this. */
    public Geography and(Geography other) {
        return new Geography(regions, common(outside, other.outside), common(blind, other.blind));
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        var common = new TreeSet<>(one);
        common.retainAll(other);
        return common;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }

    public boolean isOutside(String region) {
        return outside.contains(region);
    }

    public boolean isBlind(String region) {
        return blind.contains(region);
    }

    /** Sites with one projection hold the same entries, their own dropped ones aside. */
    public String projection(String region) {
        return (isOutside(region) ? "outside" : "inside") + (isBlind(region) ? " blind" : "");
    }

    /** Whether sites outside may not hold the event. Labels stick to a context, its source only to the event. */
    public static boolean staysInside(StampedEvent event) {
        return isLabelled(event.labels()) || event.provenance().source().equals(SimulatedPolicy.STAYS_INSIDE);
    }

    public static boolean isLabelled(Labels labels) {
        return labels.of("residency").contains("EU");
    }
}
