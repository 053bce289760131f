package io.crossweave.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.Arbiter;
import io.crossweave.policy.yaml.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFilesTest {
    private static final SortedSet<String> ANY_SITES = new TreeSet<>();

    @Test
    void tellsAllThatIsWrongEachWithItsPlace() {
        List<Finding> findings = PolicyFiles.check(List.of(new PolicyFile("p.yaml", """
                        apiVersion: crossweave.dev/v1
                        kind: Policy
                        version: one
                        colour: red
                        jurisdictions:
                          US: [aws-us-east-1]
                          EU: []
                          JP: [GCP]
                        rules:
                          - name: a
                            precedence: 1
                            when: {destination: {inside: UK}}
                            then: releas
                          - name: b
                            precedence: 2
                            when: {typs: profile, destination: {inside: US, outside: EU}}
                            then: withhold
                            drop: {paths: /x}
                          - precedence: 3
                            then: release
                        """)), ANY_SITES);

        assertThat(findings.stream().map(Finding::toString))
                .containsExactly(
                        "p.yaml:3:10: error: 'version' must be a whole number from 1, not 'one'",
                        "p.yaml:4:1: error: unknown key 'colour'; known here are apiVersion, jurisdictions, kind, rules, version",
                        "p.yaml:7:7: error: this jurisdiction has no site",
                        "p.yaml:8:8: error: region 'GCP' must match [a-z][a-z0-9-]{0,62}",
                        "p.yaml:13:11: error: 'then' must be release or withhold, not 'releas'",
                        "p.yaml:16:12: error: unknown key 'typs'; known here are classes, destination, labels, origin, types",
                        "p.yaml:16:40: error: 'destination' needs exactly one of inside, outside, sites",
                        "p.yaml:18:11: error: 'drop' belongs to 'then: release': what is withheld is dropped whole",
                        "p.yaml:19:5: error: key 'name' is missing",
                        "p.yaml:19:5: error: key 'when' is missing; 'when: {}' is a rule for everything");
    }

    @Test
    void usesNothingOfASetWithOneMistake() {
        List<PolicyFile> files = Policies.files("  - {name: a, precedence: 0, when: {}, then: release}\n");

        assertThatThrownBy(() -> PolicyFiles.load(files))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("policy.yaml:9:27: error: 'precedence' must be a whole number from 1, not '0'");
        assertThatThrownBy(() -> PolicyFiles.load(List.of()))
                .hasMessageContaining("no policy")
                .hasMessageContaining("no context type");
    }

    @ParameterizedTest
    @CsvSource({"LWW", "latest", "mx-wins"})
    void refusesMergeRulesThatAreNotAvailableByName(String rule) {
        String text = "apiVersion: crossweave.dev/v1\nkind: ContextTypes\ntypes:\n"
                + "  - {name: t, version: 1, tier: CRITICAL, merge: {/a: " + rule + "}}\n";

        assertThat(checked(text))
                .containsExactly(
                        "t.yaml:4:55: error: merge rule '" + rule
                                + "' is not available; available are counter, log, lww, manual, max, min, priority, resolver, set");
    }

    @Test
    void tellsMistakesInContextTypes() {
        assertThat(checked("""
                        apiVersion: crossweave.dev/v1
                        kind: ContextTypes
                        types:
                          - name: T
                            version: 1
                            tier: FAST
                            merge: {messages: log, /a**: lww, /x: [log]}
                            classes: {/~2: pii, /ok: PII}
                            homes: eu
                          - {name: twice, version: 1, tier: CRITICAL}
                          - {name: twice, version: 9999999999, tier: CRITICAL}
                          - {name: twice, version: 2, tier: CRITICAL}
                        """))
                .hasSize(10)
                .contains(
                        "t.yaml:4:11: error: context type 'T' must match [a-z][a-z0-9-]{0,62}",
                        "t.yaml:6:11: error: tier 'FAST' is none of CRITICAL, IMPORTANT, BACKGROUND",
                        "t.yaml:7:43: error: a merge rule must be a text, not a list",
                        "t.yaml:8:30: error: class 'PII' must match [a-z][a-z0-9-]{0,62}",
                        "t.yaml:9:5: error: unknown key 'homes'; known here are authority, classes, home, merge, name, resolver, tier, ttl, version",
                        "t.yaml:12:5: error: context type 'twice' is defined for the second time, first at t.yaml:10:5")
                .anyMatch(finding -> finding.startsWith("t.yaml:7:13: error: path 'messages': "))
                .anyMatch(finding -> finding.startsWith("t.yaml:7:28: error: path '/a**': "))
                .anyMatch(finding -> finding.startsWith("t.yaml:8:15: error: path '/~2': "))
                .anyMatch(finding -> finding.startsWith("t.yaml:11:5: error: 'version' is greater"));
    }

    private static String asked(String rest) {
        return "apiVersion: crossweave.dev/v1\nkind: ContextTypes\ntypes:\n"
                + "  - {name: t, version: 1, tier: CRITICAL, " + rest + "}\n";
    }

    @Test
    void L5_readsWhoIsAskedAndByWhom() throws InvalidPolicyException {
        var files = new ArrayList<>(Policies.files(""));
        files.add(new PolicyFile(
                "t.yaml",
                asked("merge: {/a: resolver}, resolver: planner, authority: [gcp-asia-northeast1, aws-us-east-1]")));

        assertThat(PolicyFiles.load(files).types())
                .filteredOn(type -> type.name().equals("t"))
                .extracting(ContextType::arbiter)
                .containsExactly(new Arbiter("planner", List.of("gcp-asia-northeast1", "aws-us-east-1")));
    }

    @Test
    void L5_aPathThatIsLeftToAResolverNeedsOneAndASiteThatAsks() {
        assertThat(checked(asked("merge: {/a: resolver}")))
                .containsExactly(
                        "t.yaml:4:5: error: a path has the rule resolver, so the type needs 'authority'",
                        "t.yaml:4:5: error: a path has the rule resolver, so the type needs 'resolver'");
        assertThat(checked(asked("resolver: planner, authority: [a]")))
                .containsExactly(
                        "t.yaml:4:5: error: 'authority' is told and no path has the rule resolver",
                        "t.yaml:4:5: error: 'resolver' is told and no path has the rule resolver");
        assertThat(checked(asked("merge: {/a: resolver}, resolver: Planner, authority: [a, b, a]")))
                .hasSize(2)
                .anyMatch(finding -> finding.contains("resolver 'Planner' must match"))
                .anyMatch(finding -> finding.contains("'authority' names site 'a' twice"));
        assertThat(checked(asked("merge: {/a: resolver}, resolver: planner, authority: []")))
                .containsExactly("t.yaml:4:96: error: 'authority' is an empty list");
    }

    @Test
    void L5_tellsSitesInAnAuthorityThatThereAreNot() {
        var files = new ArrayList<>(Policies.files(""));
        files.add(new PolicyFile("t.yaml", asked("merge: {/a: resolver}, resolver: planner, authority: [mars-1]")));

        assertThatThrownBy(() -> PolicyFiles.load(files))
                .hasMessageContaining(
                        "t.yaml:4:5: error: context type 't' names the unknown site 'mars-1' in its authority");
    }

    @Test
    void readsTheLifeOfATypesContexts() throws InvalidPolicyException {
        String types = """
                apiVersion: crossweave.dev/v1
                kind: ContextTypes
                types:
                  - {name: short, version: 1, tier: CRITICAL, ttl: 3600}
                  - {name: long, version: 1, tier: CRITICAL, ttl: 316224000}
                  - {name: stays, version: 1, tier: CRITICAL}
                """;
        var files = new ArrayList<>(Policies.files(""));
        files.add(new PolicyFile("t.yaml", types));

        assertThat(PolicyFiles.load(files).types())
                .extracting(ContextType::name, ContextType::ttlS)
                .contains(tuple("short", 3_600L), tuple("long", 316_224_000L), tuple("stays", 0L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|t.yaml:4:48: error: 'ttl' must be a whole number from 1, not '0'",
                "1.5|t.yaml:4:48: error: 'ttl' must be a whole number from 1, not '1.5'",
                "1h|t.yaml:4:48: error: 'ttl' must be a whole number from 1, not '1h'",
                "316224001|t.yaml:4:5: error: 'ttl' is greater than 316224000 seconds"
            })
    void refusesLivesThatCantBe(String ttl, String finding) {
        String text = "apiVersion: crossweave.dev/v1\nkind: ContextTypes\ntypes:\n"
                + "  - {name: t, version: 1, tier: CRITICAL, ttl: " + ttl + "}\n";

        assertThat(checked(text)).containsExactly(finding);
    }

    @Test
    void tellsSitesThatAreUnknownToTheDeployment() {
        List<PolicyFile> files = Policies.files(
                "  - {name: a, precedence: 1, when: {destination: {sites: aws-us-east-2}}, then: release}\n");

        assertThat(texts(PolicyFiles.check(files, ANY_SITES)))
                .containsExactly("policy.yaml:9:5: error: rule 'a' names the unknown site 'aws-us-east-2'");
        assertThat(texts(PolicyFiles.check(
                        files,
                        new TreeSet<>(Set.of(
                                "aws-us-east-1",
                                "aws-us-east-2",
                                "aws-us-west-2",
                                "azure-westeurope",
                                "gcp-asia-northeast1")))))
                .containsExactly("policy.yaml:6:26: error: site 'azure-northeurope' is unknown");
    }

    @Test
    void tellsRulesThatNeverApply() {
        List<PolicyFile> files = Policies.files("""
                  - {name: narrow, precedence: 3, when: {types: record, destination: {inside: US}}, then: release}
                  - {name: wide, precedence: 2, when: {destination: {inside: [US, JP]}}, then: withhold}
                  - {name: of-class, precedence: 4, when: {classes: pii, destination: {inside: US}}, then: release}
                  - {name: labelled, precedence: 1, when: {labels: {residency: [EU, US]}, destination: {outside: EU}}, then: withhold}
                  - {name: one-label, precedence: 5, when: {labels: {residency: EU, x: y}, destination: {outside: [EU, US]}}, then: withhold}
                  - {name: other-label, precedence: 6, when: {labels: {residency: JP}, destination: {outside: EU}}, then: withhold}
                """);

        assertThat(texts(PolicyFiles.check(files, ANY_SITES)))
                .containsExactly(
                        "policy.yaml:9:5: warning: rule 'narrow' never applies: rule 'wide' with precedence 2 applies wherever it would",
                        "policy.yaml:13:5: warning: rule 'one-label' never applies: rule 'labelled' with precedence 1 applies"
                                + " wherever it would");
    }

    @Test
    void tellsNamesThatNothingDefinesAndDoubles() {
        List<PolicyFile> files = Policies.files("""
                  - {name: a, precedence: 1, when: {types: recrd}, then: release}
                  - {name: a, precedence: 2, when: {classes: pie, origin: {inside: MARS}}, then: release}
                  - {name: c, precedence: 2, when: {classes: pii, origin: {sites: []}}, then: release, drop: {}}
                """);

        assertThat(texts(PolicyFiles.check(files, ANY_SITES)))
                .containsExactly(
                        "policy.yaml:9:5: error: rule 'a' names the unknown context type 'recrd'",
                        "policy.yaml:10:5: error: rule 'a' names the unknown jurisdiction 'MARS'",
                        "policy.yaml:10:5: error: rule 'a' stands also at policy.yaml:9:5",
                        "policy.yaml:10:5: warning: rule 'a' names class 'pie', which no type uses",
                        "policy.yaml:11:5: error: rule 'c' has the precedence 2 of rule 'a': which one decides must be clear",
                        "policy.yaml:11:67: error: 'sites' is an empty list",
                        "policy.yaml:11:94: error: 'drop' needs paths or classes");
    }

    @Test
    void refusesASecondPolicyAndDocumentsOfOtherKinds() {
        String policy = Policies.JURISDICTIONS + "rules: []\n";
        String both = policy + "---\n" + policy
                + "---\napiVersion: v2\n---\napiVersion: crossweave.dev/v1\nkind: Pod\n--- []\n";

        assertThat(texts(PolicyFiles.check(List.of(new PolicyFile("p.yaml", both)), ANY_SITES)))
                .containsExactly(
                        "p.yaml:10:1: error: a second policy: a site follows exactly one",
                        "p.yaml:19:1: error: 'apiVersion' must be crossweave.dev/v1",
                        "p.yaml:21:1: error: 'kind' must be ContextTypes or Policy",
                        "p.yaml:23:5: error: a document must be a map, not a list");
    }

    private static List<String> checked(String text) {
        return texts(PolicyFiles.check(List.of(new PolicyFile("t.yaml", text)), ANY_SITES));
    }

    private static List<String> texts(List<Finding> findings) {
        return findings.stream().map(Finding::toString).toList();
    }
}
