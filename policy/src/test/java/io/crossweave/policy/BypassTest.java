package io.crossweave.policy;

import static io.crossweave.policy.Policies.EU;
import static io.crossweave.policy.Policies.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleaseDecision.Release;
import io.crossweave.core.spi.ReleaseDecision.Withhold;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to bring classified content past the policy. Each event also has an unclassified addition, so that a release would be seen. */
class BypassTest {
    private static final JsonValue TEXT = new JsonString("x");

    private final Events records = new Events(EU, "record");
    private final ResidencyPolicy policy = Policies.at(EU, "");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ssn",
                "/ssn/part",
                "/ssn/0",
                "/people/7/ssn",
                "/people/anna/ssn/deep",
                "/a~1b",
                "/vault",
                "/vault/a/b"
            })
    void L8_dropsAClassifiedPathAndWhatLiesBelowIt(String path) {
        assertThat(decide(Events.register(1, path, TEXT))).isEqualTo(dropped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ssnX",
                "/Ssn",
                "/people/ssn",
                "/people/7/name",
                "/a/b",
                "/a",
                "/vault/label",
                "/x/ssn",
                "/matrix/1/0"
            })
    void releasesPathsThatOnlyLookLikeAClassifiedOne(String path) {
        assertThat(decide(Events.register(1, path, TEXT))).isEqualTo(kept(path.equals("/vault/label")));
    }

    @ParameterizedTest
    @CsvSource({"/caf\u00e9", "/cafe\u0301"})
    void L8_dropsAClassifiedNameInEachUnicodeForm(String path) {
        assertThat(decide(Events.register(1, path, TEXT))).isEqualTo(dropped());
    }

    @Test
    void L8_dropsAnArrayThatHidesAClassifiedFieldInAnElement() {
        JsonValue people = JsonArray.of(JsonObject.of("name", TEXT), JsonObject.of("name", TEXT, "ssn", TEXT));

        assertThat(decide(Events.register(1, "/people", people))).isEqualTo(dropped());
        assertThat(decide(Events.register(1, "/people", JsonArray.of(JsonObject.of("name", TEXT)))))
                .isEqualTo(kept(false));
    }

    @Test
    void L8_dropsAnArrayThatHidesAClassifiedElementByItsIndex() {
        JsonValue row = JsonArray.of(TEXT, TEXT);

        assertThat(decide(Events.register(1, "/matrix", JsonArray.of(row)))).isEqualTo(dropped());
        assertThat(decide(Events.register(1, "/matrix", JsonArray.of(JsonArray.of(TEXT), row))))
                .isEqualTo(kept(false));
        assertThat(decide(Events.register(1, "/matrix", JsonObject.of("0", JsonObject.of("1", TEXT)))))
                .isEqualTo(dropped());
    }

    @Test
    void L8_dropsWhatANumericKeyHidesAsIfItWereAnIndex() {
        JsonValue people = JsonObject.of("0", JsonObject.of("ssn", TEXT));

        assertThat(decide(Events.register(1, "/people", people))).isEqualTo(dropped());
    }

    @Test
    void L8_dropsAClassifiedFieldInANameOfOtherUnicodeFormDeepInAValue() {
        JsonValue whole = JsonObject.of("cafe\u0301", TEXT);

        assertThat(decide(Events.addition(1, "", EntryKind.REGISTER, whole))).isEqualTo(dropped());
    }

    @Test
    void L8_dropsAnAppendedElementThatHoldsAClassifiedField() {
        assertThat(decide(Events.addition(1, "/log", EntryKind.APPEND, JsonObject.of("ssn", TEXT))))
                .isEqualTo(dropped());
        assertThat(decide(Events.addition(1, "/log", EntryKind.APPEND, JsonObject.of("text", TEXT))))
                .isEqualTo(kept(false));
    }

    @Test
    void L8_dropsAnAppendedElementThatMayComeToStandAtAClassifiedIndex() {
        assertThat(decide(Events.addition(1, "/log", EntryKind.APPEND, JsonObject.of("secret", TEXT))))
                .isEqualTo(dropped());
        assertThat(decide(Events.addition(1, "/people", EntryKind.MEMBER, JsonObject.of("ssn", TEXT))))
                .isEqualTo(dropped());
    }

    @Test
    void L8_keepsTheClassOfAValueThatWasMovedToAnotherPath() {
        var moved = new Addition(1, JsonPointer.parse("/harmless"), EntryKind.REGISTER, TEXT, "pii");

        assertThat(decide(moved)).isEqualTo(dropped());
    }

    @Test
    void L8_asksForBothWhereAValueHasAClassOfItsOwnAndOneOfItsPath() {
        String rules = "  - {name: pii-free, precedence: 1, when: {classes: pii}, then: release}\n";
        var both = new Addition(1, JsonPointer.parse("/ssn"), EntryKind.REGISTER, TEXT, "secret");
        var one = new Addition(1, JsonPointer.parse("/ssn"), EntryKind.REGISTER, TEXT, "pii");

        assertThat(Policies.at(EU, rules).decide(event(both), US)).isEqualTo(dropped());
        assertThat(Policies.at(EU, rules).decide(event(one), US)).isEqualTo(kept(false));
    }

    @Test
    void L8_asksForEachClassThatAValueCarries() {
        String rules = "  - {name: pii-free, precedence: 1, when: {classes: pii}, then: release}\n";
        var carried = new Addition(1, JsonPointer.parse("/harmless"), EntryKind.REGISTER, TEXT, "pii,secret");

        assertThat(Policies.at(EU, rules).decide(event(carried), US)).isEqualTo(dropped());
    }

    @Test
    void L8_dropsAWrittenEmptyObjectAtAClassifiedPath() {
        assertThat(decide(Events.register(1, "/vault", JsonObject.EMPTY))).isEqualTo(dropped());
    }

    @Test
    void L8_seesThroughDeepNesting() {
        JsonValue value = JsonObject.of("ssn", TEXT);
        for (int i = 0; i < 500; i++) {
            value = JsonArray.of(value);
        }

        assertThat(decide(Events.register(1, "/vault/x", value))).isEqualTo(dropped());
        assertThat(decide(Events.register(1, "/people", value))).isEqualTo(kept(false));
    }

    @Test
    void L8_withholdsAnEventOfNothingButClassifiedContent() {
        assertThat(policy.decide(records.delta(Labels.NONE, Events.register(0, "/ssn", TEXT)), US))
                .isEqualTo(new Withhold("builtin:deny-classified"));
    }

    private ReleaseDecision decide(Addition addition) {
        return policy.decide(event(addition), US);
    }

    private StampedEvent event(Addition addition) {
        return records.delta(Labels.NONE, Events.register(0, "/name", TEXT), addition);
    }

    private static ReleaseDecision dropped() {
        return new Release("builtin:release-unclassified", List.of(1));
    }

    /** {@code ofClassPublic}: what has a class is dropped even if the class is called public, as no rule releases it. */
    private static ReleaseDecision kept(boolean ofClassPublic) {
        return ofClassPublic ? dropped() : new Release("builtin:release-unclassified", List.of());
    }
}
