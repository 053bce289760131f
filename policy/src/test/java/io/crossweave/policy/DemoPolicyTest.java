package io.crossweave.policy;

import static io.crossweave.policy.Policies.EU;
import static io.crossweave.policy.Policies.JP;
import static io.crossweave.policy.Policies.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.Tier;
import io.crossweave.core.spi.ReleaseDecision.Release;
import io.crossweave.core.spi.ReleaseDecision.Withhold;
import io.crossweave.core.spi.SubmissionDecision;
import io.crossweave.policy.demo.DemoFiles;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoPolicyTest {
    private static final JsonValue TEXT = new JsonString("x");
    private static final Labels EU_ONLY = Labels.of("residency", "EU");

    private final Events conversation = new Events(US, "conversation");
    private final Events profile = new Events(US, "profile");

    @Test
    void hasNoFindings() {
        assertThat(PolicyFiles.check(DemoFiles.all(), new TreeSet<>(Set.of(US, EU, JP))))
                .isEmpty();
    }

    @Test
    void definesTheTypesOfTheDemo() throws Exception {
        List<ContextType> types = PolicyFiles.load(DemoFiles.all()).types();

        assertThat(types)
                .extracting(ContextType::name)
                .containsExactly("conversation", "policy-rules", "preferences", "profile", "telemetry");
        assertThat(types)
                .extracting(ContextType::tier)
                .containsExactly(Tier.CRITICAL, Tier.CRITICAL, Tier.IMPORTANT, Tier.IMPORTANT, Tier.BACKGROUND);
        assertThat(types.get(0).ruleAt(path("/messages"))).isEqualTo(MergeRule.LOG);
        assertThat(types.get(0).ruleAt(path("/state/hotel"))).isEqualTo(MergeRule.LWW);
        assertThat(types.get(2).ruleAt(path("/tags"))).isEqualTo(MergeRule.SET);
        assertThat(types.get(2).ruleAt(path("/visits"))).isEqualTo(MergeRule.COUNTER);
        assertThat(types.get(2).ruleAt(path("/status"))).isEqualTo(MergeRule.PRIORITY);
        assertThat(types.get(3).ruleAt(path("/bio"))).isEqualTo(MergeRule.MANUAL);
        assertThat(types).extracting(ContextType::homeSite).containsExactly("", US, "", "", "");
    }

    @ParameterizedTest
    @CsvSource({"aws-us-east-1", "gcp-asia-northeast1"})
    void L8_withholdsEuDataFromSitesOutsideTheEu(String destination) {
        StampedEvent event = conversation.delta(EU_ONLY, Events.register(0, "/state/hotel", TEXT));

        assertThat(Policies.demoAt(EU).decide(event, destination)).isEqualTo(new Withhold("eu-stays"));
    }

    @Test
    void L8_withholdsADeletionAndARemovalOfEuDataToo() {
        assertThat(Policies.demoAt(EU).decide(conversation.deletion(EU_ONLY), US))
                .isEqualTo(new Withhold("eu-stays"));
        assertThat(Policies.demoAt(EU).decide(conversation.removal(EU_ONLY), US))
                .isEqualTo(new Withhold("eu-stays"));
    }

    @Test
    void L8_releasesUnclassifiedContentWithNoRule() {
        StampedEvent event = conversation.registers(TEXT, "/state/hotel", "/state/city");

        assertThat(Policies.demoAt(EU).decide(event, US))
                .isEqualTo(new Release("builtin:release-unclassified", List.of()));
    }

    @Test
    void L8_releasesPersonalDataOnlyAlongTheRuledWays() {
        StampedEvent event = profile.registers(TEXT, "/name", "/email", "/phone");

        assertThat(Policies.demoAt(US).decide(event, EU)).isEqualTo(new Release("cards-stay", List.of()));
        assertThat(Policies.demoAt(JP).decide(event, US)).isEqualTo(new Release("cards-stay", List.of()));
        assertThat(Policies.demoAt(EU).decide(event, US)).isEqualTo(new Release("cards-stay", List.of(1, 2)));
        assertThat(Policies.demoAt(EU).decide(event, JP)).isEqualTo(new Release("cards-stay", List.of(1, 2)));
    }

    @ParameterizedTest
    @CsvSource({
        "aws-us-east-1, azure-westeurope",
        "azure-westeurope, aws-us-east-1",
        "azure-westeurope, azure-westeurope"
    })
    void L8_dropsCardDataEverywhere(String origin, String destination) {
        StampedEvent event = profile.registers(TEXT, "/card", "/name");

        assertThat(Policies.demoAt(origin).decide(event, destination)).isEqualTo(new Release("cards-stay", List.of(0)));
    }

    @Test
    void L8_withholdsAnEventOfWhichEverythingIsDropped() {
        StampedEvent event = profile.registers(TEXT, "/card");

        assertThat(Policies.demoAt(US).decide(event, EU)).isEqualTo(new Withhold("cards-stay"));
    }

    @Test
    void L8_releasesRemovalsAndDeletionsOfUnlabelledContexts() {
        assertThat(Policies.demoAt(EU).decide(profile.deletion(Labels.NONE), US))
                .isEqualTo(new Release("cards-stay", List.of()));
        assertThat(Policies.demoAt(EU).decide(profile.removal(Labels.NONE), US))
                .isEqualTo(new Release("cards-stay", List.of()));
    }

    @Test
    void L11_satisfiesEveryValueOfTheLabelResidency() {
        Labels both = EU_ONLY.join(Labels.of("residency", "US"));
        StampedEvent event = conversation.delta(both, Events.register(0, "/state/hotel", TEXT));

        assertThat(Policies.demoAt(EU).decide(event, US)).isEqualTo(new Withhold("eu-stays"));
        assertThat(Policies.demoAt(US).decide(event, EU)).isEqualTo(new Withhold("us-stays"));
        assertThat(Policies.demoAt(US).decide(event, JP)).isInstanceOf(Withhold.class);
    }

    @Test
    void refusesASubmissionThatTheSiteMayNotHold() {
        var key = new ContextKey("acme", "conversation", "c1");

        assertThat(Policies.demoAt(EU).admit(key, EU_ONLY)).isEqualTo(SubmissionDecision.ADMITTED);
        assertThat(Policies.demoAt(US).admit(key, Labels.NONE)).isEqualTo(SubmissionDecision.ADMITTED);
        assertThat(Policies.demoAt(US).admit(key, EU_ONLY))
                .isEqualTo(new SubmissionDecision.Refused(
                        "eu-stays", "data with these labels may not be held at site aws-us-east-1"));
        assertThat(Policies.demoAt(EU).admit(key, EU_ONLY.join(Labels.of("residency", "US"))))
                .isInstanceOf(SubmissionDecision.Refused.class);
    }

    private static JsonPointer path(String text) {
        return JsonPointer.parse(text);
    }
}
