package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Payload;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.stored.ConflictRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A resolver's answer settles what it was asked about at every site, or comes too late and changes nothing (L5). */
final class ResolverAnswerTest {
    private static final JsonPointer PLAN = JsonPointer.of("plan");

    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");
    private final Replica c = new Replica("c");
    private final StampedEvent start = a.put(1, "{'plan':'old'}");

    ResolverAnswerTest() {
        b.apply(start);
        c.apply(start);
        StampedEvent ofA = a.delta(10, add("/plan", "'north'"));
        StampedEvent ofB = b.delta(11, add("/plan", "'south'"));
        a.apply(ofB);
        b.apply(ofA);
        c.apply(ofB, ofA);
    }

    private static List<ConflictId> open(Replica at) {
        return at.conflicts.all().stream()
                .filter(ConflictRecord::isOpen)
                .map(ConflictRecord::id)
                .toList();
    }

    private static Payload.Verdict answer(Replica at, String value) {
        return new Payload.Verdict(PLAN, Replica.json(value), open(at));
    }

    private static List<JsonPointer> provisional(Replica at) {
        return at.state.requireView().provisional();
    }

    @Test
    void L5_theAnswerStandsAtAllSitesAndUntilThenTheLastWriterDoes() {
        assertThat(c.document()).isEqualTo("{\"plan\":\"south\"}");
        assertThat(provisional(c)).containsExactly(PLAN);

        StampedEvent answer = a.publish(20, answer(a, "'east'"));

        assertThat(answer.type()).isEqualTo(EventType.RECONCILIATION);
        for (Replica other : List.of(b, c)) {
            other.apply(answer);
            assertThat(other.document()).isEqualTo("{\"plan\":\"east\"}");
            assertThat(open(other)).isEmpty();
            assertThat(provisional(other)).isEmpty();
        }
    }

    @Test
    void L5_twoSitesAnswersSettleByTheirClocksAndNobodyIsAskedAgain() {
        StampedEvent later = a.publish(30, answer(a, "'east'"));
        StampedEvent earlier = b.publish(20, answer(b, "'west'"));

        a.apply(earlier);
        b.apply(later);
        c.apply(earlier, later);

        for (Replica site : List.of(a, b, c)) {
            assertThat(site.document()).isEqualTo("{\"plan\":\"east\"}");
            assertThat(open(site)).isEmpty();
            assertThat(provisional(site)).isEmpty();
        }
    }

    @Test
    void L5_anAnswerIsTooLateWhenAnotherValueHasCome() {
        Payload.Verdict answer = answer(a, "'east'");
        Replica d = new Replica("d");
        d.apply(start);
        a.apply(d.delta(12, add("/plan", "'up'")));

        assertThat(a.refused(answer)).isInstanceOf(PublishOutcome.Invalid.class);
        assertThat(open(a)).hasSize(3);
    }

    @Test
    void L5_anAnswerIsTooLateWhenSomebodyHasSettledIt() {
        Payload.Verdict answer = answer(a, "'east'");
        a.delta(12, add("/plan", "'mine'"));

        assertThat(a.refused(answer)).isInstanceOf(PublishOutcome.Invalid.class);
        assertThat(a.document()).isEqualTo("{\"plan\":\"mine\"}");
    }

    @Test
    void L5_anAnswerIsTooLateWhenTheContextWasDeletedByWhoeverDidNotSeeTheValues() {
        Payload.Verdict answer = answer(a, "'east'");
        Replica d = new Replica("d");
        d.apply(start);
        a.apply(d.delete(40));
        assertThat(a.document()).isEqualTo(Replica.NOTHING);

        assertThat(a.refused(answer)).isInstanceOf(PublishOutcome.Invalid.class);
    }

    @Test
    void L5_aValueThatCameMeanwhileElsewhereIsAQuestionOfItsOwn() {
        StampedEvent answer = a.publish(20, answer(a, "'east'"));
        StampedEvent third = c.delta(21, add("/plan", "'up'"));

        c.apply(answer);
        a.apply(third);

        // c had seen both values and settled them by its own write: what is left is between that and the answer.
        assertThat(open(a)).hasSize(1).isEqualTo(open(c));
        assertThat(a.document()).isEqualTo("{\"plan\":\"up\"}").isEqualTo(c.document());
        assertThat(provisional(a)).containsExactly(PLAN);
    }
}
