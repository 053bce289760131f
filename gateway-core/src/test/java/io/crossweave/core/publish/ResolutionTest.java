package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.conflict.ConflictSummary;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.Supersession;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Three sites: what they wrote without having seen each other is listed at each, and one answer settles it at all (L6). */
final class ResolutionTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");
    private final Replica c = new Replica("c");
    private final StampedEvent start = a.put(1, "{'x':0,'o':{'k':0},'messages':['m']}");

    ResolutionTest() {
        b.apply(start);
        c.apply(start);
    }

    private void exchange(StampedEvent ofA, StampedEvent ofB) {
        a.apply(ofB);
        b.apply(ofA);
        c.apply(ofB, ofA);
        assertThat(b.storedConflicts.all()).isEqualTo(a.storedConflicts.all());
        assertThat(c.storedConflicts.all()).isEqualTo(a.storedConflicts.all());
    }

    private ConflictRecord only(Replica at) {
        assertThat(at.conflicts.all()).hasSize(1);
        return at.conflicts.all().getFirst();
    }

    private StampedEvent choose(Replica at, long nowMs, Dot chosen) {
        return at.publish(nowMs, new Payload.Choice(only(at).id(), chosen));
    }

    /** The answer reaches the others, where the conflict is settled by it as well. */
    private void settles(StampedEvent answer, Replica... others) {
        var by = new Supersession(answer.stamp().hlc(), answer.dot());
        for (Replica other : others) {
            other.apply(answer);
            assertThat(only(other).settled()).isEqualTo(by);
        }
        assertThat(answer.type()).isEqualTo(EventType.RECONCILIATION);
    }

    @Test
    void L6_bothSitesListTheSameConflictWithBothValues() {
        StampedEvent ofA = a.delta(10, add("/x", "1"));
        StampedEvent ofB = b.delta(11, add("/x", "2"));

        exchange(ofA, ofB);

        ConflictRecord conflict = only(c);
        assertThat(conflict.isOpen()).isTrue();
        assertThat(conflict.path()).hasToString("/x");
        assertThat(ConflictSummary.value(conflict, conflict.side(ofA.dot()))).hasValue(Replica.json("1"));
        assertThat(ConflictSummary.value(conflict, conflict.side(ofB.dot()))).hasValue(Replica.json("2"));
        assertThat(ConflictSummary.winner(conflict, Types.DEMO)).isEqualTo(ofB.dot());
        assertThat(ConflictSummary.rule(conflict, Types.DEMO)).isEqualTo("lww");
    }

    @Test
    void L6_theSideThatIsChosenIsShownEverywhere() {
        StampedEvent ofA = a.delta(10, add("/x", "1"));
        exchange(ofA, b.delta(11, add("/x", "2")));

        settles(choose(a, 20, ofA.dot()), b, c);

        assertThat(a.document()).contains("\"x\":1");
        assertThat(c.document()).isEqualTo(a.document());
        assertThat(b.document()).isEqualTo(a.document());
    }

    @Test
    void L6_ofTwoKindsTheChosenBranchStaysWithAllThatIsInIt() {
        StampedEvent ofA = a.delta(10, add("/o", "5"));
        StampedEvent ofB = b.delta(9, add("/o/k", "7"), add("/o/l", "8"));
        exchange(ofA, ofB);
        assertThat(ConflictSummary.rule(only(a), Types.DEMO)).isEqualTo("kind");
        assertThat(ConflictSummary.value(only(a), only(a).side(ofB.dot()))).hasValue(Replica.json("{'k':7,'l':8}"));
        assertThat(a.document()).contains("\"o\":5");

        settles(choose(c, 20, ofB.dot()), a, b);

        assertThat(a.document()).contains("\"o\":{\"k\":7,\"l\":8}");
    }

    @Test
    void L6_ofTwoKindsTheChosenValueTakesThePlaceOfTheBranch() {
        StampedEvent ofA = a.delta(8, add("/o", "5"));
        exchange(ofA, b.delta(9, add("/o/k", "7"), add("/o/l", "8")));

        settles(choose(c, 20, ofA.dot()), a, b);

        assertThat(b.document()).contains("\"o\":5");
    }

    @Test
    void L6_aWriteThatADeleteHidIsListedAndCanBeBroughtBack() {
        StampedEvent ofB = b.delta(9, add("/x", "2"), append("/messages", "'late'"));
        StampedEvent ofA = a.delete(10);
        exchange(ofA, ofB);
        assertThat(a.document()).isEqualTo(Replica.NOTHING);
        assertThat(ConflictSummary.rule(only(a), Types.DEMO)).isEqualTo("delete");
        assertThat(ConflictSummary.winner(only(a), Types.DEMO)).isEqualTo(ofA.dot());

        settles(choose(c, 20, ofB.dot()), a, b);

        assertThat(a.document()).isEqualTo("{\"messages\":[\"late\"],\"x\":2}");
    }

    @Test
    void L6_aWriteThatSurvivedADeleteIsListedAndCanBeLetGo() {
        StampedEvent ofA = a.delete(10);
        StampedEvent ofB = b.delta(11, add("/x", "2"));
        exchange(ofA, ofB);
        assertThat(a.document()).isEqualTo("{\"x\":2}");
        assertThat(ConflictSummary.winner(only(a), Types.DEMO)).isEqualTo(ofB.dot());

        settles(choose(b, 20, ofA.dot()), a, c);

        assertThat(c.document()).isEqualTo(Replica.NOTHING);
    }

    @Test
    void L6_aDocumentSettlesWhatItNamesAlsoWhereItSaysWhatIsShown() {
        exchange(a.delta(10, add("/x", "1")), b.delta(11, add("/x", "2")));
        JsonObject shown = requireNonNull(a.state.document());

        StampedEvent answer = a.publish(20, new Payload.Reconciliation(shown, List.of(only(a).id())));

        assertThat(answer.removals()).hasSize(2);
        settles(answer, b, c);
        assertThat(c.state.document()).isEqualTo(shown);
    }

    @Test
    void L6_whatIsWrittenAgainIsNoLessClassified() {
        StampedEvent ofA = a.delta(10, add("/x", "1"));
        StampedEvent ofB = classified(b.delta(11, add("/x", "2")));
        a.apply(ofB);
        ConflictId id = only(a).id();
        JsonObject shown = requireNonNull(a.state.document());

        StampedEvent chosen = a.publish(20, new Payload.Choice(id, ofB.dot()));

        assertThat(ofA.additions().getFirst().classification()).isEmpty();
        assertThat(chosen.additions().getFirst().classification()).isEqualTo("pii");
        c.apply(ofA, ofB);
        StampedEvent told = c.publish(21, new Payload.Reconciliation(shown, List.of(id)));
        assertThat(told.additions().getFirst().classification()).isEqualTo("pii");
    }

    /** As a value that was copied from where it is personal data. */
    private static StampedEvent classified(StampedEvent event) {
        Addition only = event.additions().getFirst();
        return new StampedEvent(
                event.key(),
                event.stamp(),
                event.type(),
                List.of(new Addition(only.ordinal(), only.path(), only.kind(), only.value(), "pii")),
                event.removals(),
                event.hidden(),
                event.labels(),
                event.provenance(),
                event.bodyHash(),
                event.lifetime(),
                event.ruleVersion());
    }

    @Test
    void L5_twoAnswersToOneConflictSettleByTheirClocksAndAskNobodyAgain() {
        exchange(a.delta(10, add("/best", "1")), b.delta(11, add("/best", "2")));
        ConflictId id = only(a).id();
        StampedEvent high = a.publish(20, new Payload.Choice(id, only(a).right().dot()));
        StampedEvent low = b.publish(21, new Payload.Choice(id, only(b).left().dot()));

        exchange(high, low);

        assertThat(a.conflicts.all()).hasSize(2).noneMatch(ConflictRecord::isOpen);
        assertThat(a.document()).isEqualTo(c.document()).contains("\"best\":1");
    }

    @Test
    void L6_whatNobodyCouldSeeTogetherIsNoConflict() {
        StampedEvent first = a.delta(10, add("/x", "1"));
        StampedEvent ofB = b.delta(11, add("/x", "2"));
        StampedEvent second = a.delta(12, add("/x", "3"));
        c.apply(first, ofB, second);
        b.apply(first, second);
        a.apply(ofB);

        assertThat(Set.copyOf(c.conflicts.all()))
                .isEqualTo(Set.copyOf(a.conflicts.all()))
                .isEqualTo(Set.copyOf(b.conflicts.all()));
        assertThat(only(c).concerns(second.dot())).isTrue();
        assertThat(only(c).concerns(ofB.dot())).isTrue();
    }

    @Test
    void L6_logsSetsCountersAndEqualValuesMerge() {
        exchange(
                a.delta(10, append("/messages", "'a'"), add("/x", "7"), Ops.increment("/visits", "1")),
                b.delta(11, append("/messages", "'b'"), add("/x", "7"), Ops.increment("/visits", "1")));

        assertThat(a.conflicts.all()).isEmpty();
    }

    @Test
    void anAnswerToNothingIsRefused() {
        exchange(a.delta(10, add("/x", "1")), b.delta(11, add("/x", "2")));
        ConflictRecord conflict = only(a);
        var refused = new ArrayList<PublishOutcome>();
        refused.add(a.refused(new Payload.Choice(new ConflictId("0".repeat(32)), start.dot())));
        refused.add(a.refused(new Payload.Choice(conflict.id(), start.dot())));
        choose(a, 20, conflict.left().dot());

        refused.add(a.refused(new Payload.Choice(conflict.id(), conflict.left().dot())));

        assertThat(refused).hasOnlyElementsOfType(PublishOutcome.Invalid.class);
    }
}
