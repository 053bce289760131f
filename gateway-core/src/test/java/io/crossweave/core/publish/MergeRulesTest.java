package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.violation;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.state.Contest;
import io.crossweave.core.state.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that choose among whole values: extremes, ranks, and those that somebody is to decide (L5). */
final class MergeRulesTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");
    private final Replica c = new Replica("c");

    private static String everywhere(CausalItem... items) {
        return Orders.everywhereAt(0, items);
    }

    private static List<JsonPointer> provisional(Replica replica) {
        ContextView view = replica.state.requireView();
        return view.provisional();
    }

    // ---- max and min -----------------------------------------------------------------------------------------------

    @Test
    void L5_maxOfTwoSitesWithADeleteBetweenThemInEveryOrder() {
        StampedEvent nine = a.delta(5, add("/best", "9"));
        StampedEvent three = b.delta(20, add("/best", "3"));
        StampedEvent deleted = c.delete(10);

        assertThat(everywhere(nine, three)).isEqualTo("{\"best\":9}");
        assertThat(everywhere(nine, three, deleted)).isEqualTo("{\"best\":3}");
    }

    @Test
    void L2_oneSitesExtremeGoesOnInItsNewerWriteAndSurvivesADelete() {
        StampedEvent nine = a.delta(5, add("/best", "9"), add("/least", "1"));
        StampedEvent three = a.delta(20, add("/best", "3"), add("/least", "7"));
        StampedEvent deleted = c.delete(10);

        assertThat(three.removals()).containsAll(List.of(idAt(nine, "/best"), idAt(nine, "/least")));
        assertThat(everywhere(nine, three, deleted)).isEqualTo("{\"best\":9,\"least\":1}");
    }

    private static EntryId idAt(StampedEvent event, String path) {
        return event.additions().stream()
                .filter(addition -> addition.path().equals(JsonPointer.parse(path)))
                .map(addition -> new EntryId(event.dot(), addition.ordinal()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void L2_whatADeleteHidesIsNotCarriedOn() {
        a.delta(5, add("/best", "9"));
        a.apply(c.delete(10));
        a.delta(20, add("/best", "3"));

        assertThat(a.document()).isEqualTo("{\"best\":3}");
    }

    @Test
    void L2_extremesKeepOneEntryOfEachSite() {
        for (int i = 0; i < 50; i++) {
            b.apply(a.delta(i, add("/best", "" + i), add("/least", "" + i)));
            a.apply(b.delta(i, add("/best", "" + (50 - i)), add("/least", "" + (50 - i))));
        }

        assertThat(a.document()).isEqualTo("{\"best\":50,\"least\":0}");
        assertThat(a.state.live()).as("the root of each, and two at each path").hasSizeLessThanOrEqualTo(6);
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @ParameterizedTest
    @CsvSource({
        "10, 9, 10, 9",
        "-1, -2.5, -1, -2.5",
        "1e3, 999.9, 1e3, 999.9",
        "0.1, 1e-1, 0.1, 0.1",
        "9007199254740993, 9007199254740992, 9007199254740993, 9007199254740992",
        "1e400, 1e-400, 1e400, 1e-400",
        "'\"2026-01-02\"', '\"2026-01-01\"', '\"2026-01-02\"', '\"2026-01-01\"'",
        "5, '\"a text\"', 5, 5",
        "'\"a text\"', -5, -5, -5",
    })
    void L5_numbersCompareAsDecimalsAndGoBeforeTexts(String one, String other, String greatest, String least) {
        StampedEvent first = a.delta(1, add("/best", one), add("/least", one));
        StampedEvent second = b.delta(1, add("/best", other), add("/least", other));

        assertThat(everywhere(first, second)).isEqualTo("{\"best\":" + greatest + ",\"least\":" + least + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "{}", "[]", "[1]", "{\"a\":1}"})
    void anExtremeIsANumberOrAText(String value) {
        assertThat(violation(a.refused(add("/best", value))).detail())
                .contains("max")
                .contains("number");
        assertThat(violation(a.refused(new Payload.State(JsonObject.of("least", Replica.json(value)))))
                        .detail())
                .contains("min");
        assertThat(violation(a.refused(add("/best/below", "1"))).detail()).contains("lies below /best");
    }

    @Test
    void L4_aWholeDocumentThatRepeatsTheExtremeChangesNothing() {
        a.apply(b.delta(5, add("/best", "9")));
        a.delta(6, add("/best", "3"));

        StampedEvent same = a.put(7, "{'best':9.0}");
        StampedEvent lower = a.put(8, "{'best':4}");

        assertThat(same.additions()).isEmpty();
        assertThat(same.removals()).isEmpty();
        assertThat(lower.additions()).hasSize(1);
        assertThat(a.document()).as("B's nine stands").isEqualTo("{\"best\":9}");
    }

    @Test
    void aRemovedExtremeBeginsAnew() {
        a.apply(b.delta(5, add("/best", "9")));

        a.delta(6, remove("/best"), add("/best", "2"));

        assertThat(a.document()).isEqualTo("{\"best\":2}");
    }

    // ---- priority --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({
        "human, 1, agent, 9, 1",
        "agent, 1, automation, 9, 1",
        "automation, 1, sensor, 9, 1",
        "automation, 9, human, 1, 2",
        "sensor, 1, '', 9, 2",
        "agent, 1, agent, 9, 2",
        "agent, 9, agent, 1, 1",
    })
    void L5_amongConcurrentWritesTheHigherSourceWinsAndThenTheLater(
            String one, long oneMs, String other, long otherMs, String winner) {
        StampedEvent first = a.deltaAs(one, oneMs, add("/status", "1"));
        StampedEvent second = b.deltaAs(other, otherMs, add("/status", "2"));

        assertThat(everywhere(first, second)).isEqualTo("{\"status\":" + winner + "}");
    }

    @Test
    void L5_whoHasSeenTheHigherSourcesWriteReplacesIt() {
        StampedEvent human = a.deltaAs("human", 1, add("/status", "1"));
        b.apply(human);
        StampedEvent automation = b.deltaAs("automation", 2, add("/status", "2"));

        assertThat(everywhere(human, automation)).isEqualTo("{\"status\":2}");
    }

    @Test
    void L3_aHumansWriteThatWasWithheldFromCIsNotReplacedByItsAutomation() {
        StampedEvent human = a.deltaAs("human", 1, add("/status", "'closed'"));
        c.apply(human.placeholder());
        StampedEvent automation = c.deltaAs("automation", 50, add("/status", "'open'"));
        a.apply(automation);

        assertThat(automation.stamp().depends().covers(human.stamp().depends())).isTrue();
        assertThat(a.document()).isEqualTo("{\"status\":\"closed\"}");
        assertThat(c.document()).isEqualTo("{\"status\":\"open\"}");
    }

    @Test
    void L3_aHumansValueThatWasDroppedForCIsNotReplacedByItsAutomation() {
        StampedEvent human = a.deltaAs("human", 1, add("/status", "'closed'"), add("/x", "1"));
        c.apply(Projected.without(human, addition -> addition.path().equals(JsonPointer.of("status"))));
        StampedEvent automation = c.deltaAs("automation", 50, add("/status", "'open'"));
        a.apply(automation);

        assertThat(a.document()).isEqualTo("{\"status\":\"closed\",\"x\":1}");
    }

    @Test
    void theSourceStaysWithTheEntry() {
        a.deltaAs("human", 1, add("/status", "1"));
        a.apply(b.deltaAs("automation", 2, add("/status", "2")));

        var loaded = a.stored.loaded(Replica.KEY, Types.DEMO, a.state.meta());

        assertThat(Canonical.of(loaded)).isEqualTo(a.canonicalForm()).contains("human");
        assertThat(Replica.textOf(loaded.document())).isEqualTo("{\"status\":1}");
    }

    // ---- manual and resolver
    // -----------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"bio", "plan"})
    void L5_theLastWriterIsShownAsProvisionalWhileTwoStand(String name) {
        StampedEvent one = a.delta(1, add("/" + name, "1"));
        StampedEvent other = b.delta(2, add("/" + name, "2"));

        assertThat(everywhere(one, other)).isEqualTo("{\"" + name + "\":2}");
        assertThat(provisional(a)).isEmpty();
        a.apply(other);
        b.apply(one);
        assertThat(provisional(a)).containsExactly(JsonPointer.of(name));

        b.apply(a.delta(3, add("/" + name, "1")));
        assertThat(provisional(a)).as("who writes having seen both has chosen").isEmpty();
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @Test
    void L5_membersBesideAValueAreProvisionalToo() {
        a.apply(b.delta(2, add("/bio/text", "'t'")));
        assertThat(provisional(a)).isEmpty();

        a.apply(c.delta(1, add("/bio", "'c'")));

        assertThat(provisional(a)).containsExactly(JsonPointer.of("bio"));
        a.delta(5, remove("/bio"));
        assertThat(provisional(a)).isEmpty();
    }

    @Test
    void L5_oneSitesWritesAfterEachOtherAreNoConflict() {
        a.delta(1, add("/bio", "1"));
        a.delta(2, add("/bio", "2"));

        assertThat(provisional(a)).isEmpty();
    }

    @Test
    void L5_aContestNamesWhatStandsAndWhatIsShown() {
        StampedEvent one = a.deltaAs("human", 1, add("/bio", "1"));
        StampedEvent other = b.deltaAs("agent", 2, add("/bio", "2"));
        a.apply(other);

        Contest contest = requireNonNull(a.state.contestAt(JsonPointer.of("bio")));

        assertThat(contest.entries()).extracting(Entry::source).containsExactly("human", "agent");
        assertThat(contest.entries()).extracting(entry -> entry.id().dot()).containsExactly(one.dot(), other.dot());
        assertThat(contest.winner()).isEqualTo(contest.entries().getLast());
        assertThat(contest.provisional()).isTrue();
        assertThat(contest.isContested()).isTrue();
        assertThat(a.state.contestAt(JsonPointer.of("nowhere"))).isNull();
    }

    @Test
    void L5_equalValuesLeaveNobodyAnythingToChoose() {
        StampedEvent chosen = reconciling(a.delta(1, add("/plan", "1")));
        StampedEvent same = b.delta(2, add("/plan", "1"));
        StampedEvent another = c.delta(3, add("/plan", "3"));
        Replica d = new Replica("d");

        d.apply(chosen, same);

        assertThat(provisional(d)).isEmpty();
        d.apply(another);
        assertThat(provisional(d)).containsExactly(JsonPointer.of("plan"));
    }

    @Test
    void L5_twoReconciliationsSettleByTheLaterAndAskNobodyAgain() {
        StampedEvent one = reconciling(a.delta(1, add("/plan", "1")));
        StampedEvent other = reconciling(b.delta(2, add("/plan", "2")));
        StampedEvent unseen = c.delta(3, add("/plan", "3"));
        Replica d = new Replica("d");

        d.apply(one, other);

        assertThat(d.document()).isEqualTo("{\"plan\":2}");
        assertThat(provisional(d)).isEmpty();
        d.apply(unseen);
        assertThat(provisional(d)).as("a write that neither had seen").containsExactly(JsonPointer.of("plan"));
    }

    private static StampedEvent reconciling(StampedEvent event) {
        return new StampedEvent(
                event.key(),
                event.stamp(),
                EventType.RECONCILIATION,
                event.additions(),
                event.removals(),
                event.hidden(),
                event.labels(),
                event.provenance(),
                event.bodyHash(),
                event.lifetime(),
                event.ruleVersion());
    }
}
