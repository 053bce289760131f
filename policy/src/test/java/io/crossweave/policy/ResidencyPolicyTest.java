package io.crossweave.policy;

import static io.crossweave.policy.Policies.EU;
import static io.crossweave.policy.Policies.JP;
import static io.crossweave.policy.Policies.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleaseDecision.Hold;
import io.crossweave.core.spi.ReleaseDecision.Release;
import io.crossweave.core.spi.ReleaseDecision.Withhold;
import io.crossweave.core.spi.SubmissionDecision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResidencyPolicyTest {
    private static final JsonValue TEXT = new JsonString("x");

    private final Events records = new Events(EU, "record");

    @Test
    void L8_dropsClassifiedContentThatNoRuleReleases() {
        assertThat(Policies.at(EU, "").decide(records.registers(TEXT, "/name", "/ssn", "/vault/key"), US))
                .isEqualTo(new Release("builtin:release-unclassified", List.of(1, 2)));
    }

    @Test
    void L8_releasesAClassOnlyByARuleThatNamesIt() {
        String rules = """
                  - {name: all, precedence: 1, when: {}, then: release}
                  - {name: pii-to-us, precedence: 2, when: {classes: pii, destination: {inside: US}}, then: release}
                """;
        StampedEvent event = records.registers(TEXT, "/name", "/ssn", "/vault/key");

        assertThat(Policies.at(EU, rules).decide(event, US)).isEqualTo(new Release("all", List.of(2)));
        assertThat(Policies.at(EU, rules).decide(event, JP)).isEqualTo(new Release("all", List.of(1, 2)));
    }

    @Test
    void L8_letsTheSmallestPrecedenceDecideWhateverTheOrderInTheFile() {
        String rules = """
                  - {name: later, precedence: 20, when: {}, then: release}
                  - {name: earlier, precedence: 10, when: {destination: {sites: aws-us-east-1}}, then: withhold}
                """;
        StampedEvent event = records.registers(TEXT, "/name");

        assertThat(Policies.at(EU, rules).decide(event, US)).isEqualTo(new Withhold("earlier"));
        assertThat(Policies.at(EU, rules).decide(event, "aws-us-west-2")).isEqualTo(new Release("later", List.of()));
    }

    @Test
    void L8_withholdsAnEventThatTouchesAWithheldClass() {
        String rules = "  - {name: no-secrets, precedence: 1, when: {classes: secret}, then: withhold}\n";

        assertThat(Policies.at(EU, rules).decide(records.registers(TEXT, "/name", "/vault/key"), US))
                .isEqualTo(new Withhold("no-secrets"));
        assertThat(Policies.at(EU, rules).decide(records.registers(TEXT, "/name"), US))
                .isInstanceOf(Release.class);
    }

    @Test
    void L8_dropsPathsAndWhatLiesBelowThem() {
        String rules =
                "  - {name: thin, precedence: 1, when: {types: record}, then: release, drop: {paths: [/notes, /x/*/y]}}\n";
        StampedEvent event = records.registers(TEXT, "/notes", "/notes/1", "/notesX", "/x/a/y", "/x/a/z");

        assertThat(Policies.at(EU, rules).decide(event, US)).isEqualTo(new Release("thin", List.of(0, 1, 3)));
    }

    @Test
    void L8_holdsForADestinationInNoJurisdictionWhereARuleAsksForOne() {
        String rules = """
                  - name: eu-stays
                    precedence: 10
                    when: {labels: {residency: EU}, destination: {outside: EU}}
                    then: withhold
                """;
        StampedEvent labelled = records.delta(Labels.of("residency", "EU"), Events.register(0, "/name", TEXT));

        assertThat(Policies.at(EU, rules).decide(labelled, "gcp-mars-1"))
                .isInstanceOfSatisfying(
                        Hold.class, hold -> assertThat(hold.rule()).isEqualTo("eu-stays"));
        assertThat(Policies.at(EU, rules).decide(records.registers(TEXT, "/name"), "gcp-mars-1"))
                .isInstanceOf(Release.class);
    }

    @Test
    void L8_holdsAClassWhoseRuleAsksForTheJurisdictionOfAnUnplacedSite() {
        String rules =
                "  - {name: pii-us, precedence: 1, when: {classes: pii, destination: {inside: US}}, then: release}\n";

        assertThat(Policies.at(EU, rules).decide(records.registers(TEXT, "/name", "/ssn"), "gcp-mars-1"))
                .isInstanceOf(Hold.class);
        assertThat(Policies.at("gcp-mars-1", rules).decide(records.registers(TEXT, "/ssn", "/name"), US))
                .isEqualTo(new Release("builtin:release-unclassified", List.of()));
    }

    @Test
    void L8_holdsForAnUnplacedOriginWhereARuleAsksForItsJurisdiction() {
        String rules = "  - {name: from-eu, precedence: 1, when: {origin: {inside: EU}}, then: withhold}\n";

        assertThat(Policies.at("gcp-mars-1", rules).decide(records.registers(TEXT, "/name"), US))
                .isInstanceOf(Hold.class);
        assertThat(Policies.at(EU, rules).decide(records.registers(TEXT, "/name"), US))
                .isEqualTo(new Withhold("from-eu"));
        assertThat(Policies.at(JP, rules).decide(records.registers(TEXT, "/name"), US))
                .isInstanceOf(Release.class);
    }

    @Test
    void L8_holdsWhereTheEvaluationFails() {
        assertThat(Policies.at(EU, "").decide(new Events(EU, "unheard-of").registers(TEXT, "/name"), US))
                .isEqualTo(new Hold("builtin:unknown-type", "the context type is not configured at this site"));

        @SuppressWarnings("NullAway") // the failure that is looked for
        ReleaseDecision decision = Policies.at(EU, "").decide(records.registers(null, "/people"), US);

        assertThat(decision).isEqualTo(new Hold("builtin:evaluation-failed", "NullPointerException"));
    }

    @ParameterizedTest
    @CsvSource({"residency, CH", "residency, eu", "residency, ' EU'", "Residency, EU", "rESIDENCY, EU", "residency, ＥＵ"
    })
    void L8_holdsAndRefusesLabelsThatNoRuleUnderstands(String name, String value) {
        String rules = """
                  - name: eu-stays
                    precedence: 10
                    when: {labels: {residency: EU}, destination: {outside: EU}}
                    then: withhold
                """;
        Labels labels = Labels.of(name, value);
        StampedEvent event = records.delta(labels, Events.register(0, "/name", TEXT));

        assertThat(Policies.at(EU, rules).decide(event, US))
                .isInstanceOfSatisfying(
                        Hold.class, hold -> assertThat(hold.reason()).doesNotContain(value));
        assertThat(Policies.at(EU, rules).admit(new ContextKey("acme", "record", "r1"), labels))
                .isInstanceOfSatisfying(
                        SubmissionDecision.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo("builtin:unsure-labels"));
    }

    @Test
    void L8_ignoresLabelsThatThePolicyDoesNotSpeakOf() {
        StampedEvent event = records.delta(Labels.of("team", "blue"), Events.register(0, "/name", TEXT));

        assertThat(Policies.at(EU, "").decide(event, US)).isInstanceOf(Release.class);
    }

    @Test
    void L11_asksForEachValueOfResidencyEvenWhenAnEarlierRuleReleasesOneOfThem() {
        String rules = """
                  - {name: us-moves, precedence: 1, when: {labels: {residency: US}}, then: release}
                  - name: eu-stays
                    precedence: 10
                    when: {labels: {residency: EU}, destination: {outside: EU}}
                    then: withhold
                """;
        Labels both = Labels.of("residency", "EU").join(Labels.of("residency", "US"));

        assertThat(Policies.at(EU, rules).decide(records.delta(both, Events.register(0, "/name", TEXT)), US))
                .isEqualTo(new Withhold("eu-stays"));
    }

    @Test
    void L11_asksForEachValueOfResidencyInWhateverOrderTheyStand() {
        String rules = """
                  - {name: eu-moves, precedence: 1, when: {labels: {residency: EU}}, then: release}
                  - name: us-stays
                    precedence: 10
                    when: {labels: {residency: US}, destination: {outside: US}}
                    then: withhold
                """;
        Labels both = Labels.of("residency", "EU").join(Labels.of("residency", "US"));

        assertThat(Policies.at(US, rules).decide(records.delta(both, Events.register(0, "/name", TEXT)), EU))
                .isEqualTo(new Withhold("us-stays"));
    }

    @Test
    void L10_givesTheSameAnswerEachTime() {
        ResidencyPolicy policy = Policies.at(EU, "");
        StampedEvent event = records.registers(TEXT, "/name", "/ssn");

        assertThat(policy.decide(event, US)).isEqualTo(policy.decide(event, US));
    }

    @Test
    void identifiesItselfByContentAndNotByLayout() throws Exception {
        List<PolicyFile> files = Policies.files("  - {name: a, precedence: 1, when: {}, then: release}\n");
        List<PolicyFile> laidOut = Policies.files("""
                  # the same rule
                  - then: "release"
                    when: {}
                    precedence: 1
                    name: a
                """);
        List<PolicyFile> changed = Policies.files("  - {name: a, precedence: 1, when: {}, then: withhold}\n");

        byte[] hash = new ResidencyPolicy(EU, PolicyFiles.load(files)).policyHash();

        assertThat(hash).hasSize(16);
        assertThat(new ResidencyPolicy(US, PolicyFiles.load(laidOut)).policyHash())
                .isEqualTo(hash);
        assertThat(new ResidencyPolicy(EU, PolicyFiles.load(changed)).policyHash())
                .isNotEqualTo(hash);
        assertThat(new ResidencyPolicy(EU, PolicyFiles.load(files)).version()).isEqualTo(3);
    }
}
