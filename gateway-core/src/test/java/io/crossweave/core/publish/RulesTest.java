package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.increment;
import static io.crossweave.core.publish.Ops.remove;
import static io.crossweave.core.publish.Ops.setAdd;
import static io.crossweave.core.publish.Ops.setRemove;
import static io.crossweave.core.publish.Ops.violation;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.StampedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The merge rules of single paths (L5). */
final class RulesTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");
    private final Replica c = new Replica("c");

    private static String everywhere(CausalItem... items) {
        List<Replica> all = Orders.all(() -> new Replica("d"), items);
        for (Replica one : all) {
            assertThat(one.canonicalForm()).isEqualTo(all.getFirst().canonicalForm());
        }
        return all.getFirst().document();
    }

    @ParameterizedTest
    @CsvSource({"20,10,1", "10,20,2", "10,10,2"})
    void L5_theLastWriterByClockThenSiteWins(long aMs, long bMs, String winner) {
        StampedEvent one = a.delta(aMs, add("/x", "1"));
        StampedEvent other = b.delta(bMs, add("/x", "2"));

        assertThat(everywhere(one, other)).isEqualTo("{\"x\":" + winner + "}");
    }

    @Test
    void L5_aVectorNeverPicksAWinner() {
        StampedEvent one = a.delta(20, add("/x", "1"));
        for (int i = 0; i < 5; i++) {
            a.apply(b.delta(i, add("/y", "" + i)));
        }
        StampedEvent other = b.delta(10, add("/x", "2"));
        a.apply(other);

        assertThat(other.stamp().depends().size())
                .as("B's has seen more, and not A's")
                .isEqualTo(1);
        assertThat(other.removals()).doesNotContainAnyElementsOf(a.state.liveOf(one.dot()));
        assertThat(a.document()).isEqualTo("{\"x\":1,\"y\":4}");
    }

    @Test
    void L5_aLogIsOrderedByClockSiteCounterAndOrdinal() {
        StampedEvent one = a.delta(10, append("/messages", "'a1'"), append("/messages", "'a2'"));
        StampedEvent two = b.delta(10, append("/messages", "'b1'"));
        StampedEvent three = a.delta(11, append("/messages", "'a3'"));
        StampedEvent four = c.delta(5, append("/messages", "'c1'"));

        assertThat(everywhere(one, two, three, four)).isEqualTo("{\"messages\":[\"c1\",\"a1\",\"a2\",\"b1\",\"a3\"]}");
    }

    @Test
    void L5_concurrentAppendsBothStand() {
        b.apply(a.delta(1, append("/messages", "'m'")));
        StampedEvent one = a.delta(2, append("/messages", "'same'"));
        StampedEvent other = b.delta(2, append("/messages", "'same'"));
        a.apply(other);
        b.apply(one);

        assertThat(a.document()).isEqualTo("{\"messages\":[\"m\",\"same\",\"same\"]}");
        assertThat(b.canonicalForm()).isEqualTo(a.canonicalForm());
    }

    @Test
    void L4_aRemovedIndexIsTheElementThatItsPublisherSaw() {
        b.apply(a.delta(10, append("/messages", "'m1'"), append("/messages", "'m2'")));
        StampedEvent removal = a.delta(11, remove("/messages/0"));
        StampedEvent early = new Replica("c").delta(5, append("/messages", "'m0'"));
        b.apply(early, removal);

        assertThat(b.document()).isEqualTo("{\"messages\":[\"m0\",\"m2\"]}");
    }

    @Test
    void L5_equalMembersAreOneWhateverTheirLiteralAndOrder() {
        StampedEvent one = a.delta(10, setAdd("/tags", "1.0"), setAdd("/tags", "{'p':1,'q':[2]}"));
        StampedEvent other = b.delta(5, setAdd("/tags", "1"), setAdd("/tags", "{'q':[2.0],'p':1}"));
        StampedEvent third = c.delta(20, setAdd("/tags", "1e0"));

        assertThat(everywhere(one, other, third)).isEqualTo("{\"tags\":[1,{\"p\":1,\"q\":[2.0]}]}");
    }

    @Test
    void L5_theMemberIsShownAsItsOldestEntryWroteItAlsoAfterThatHasGone() {
        StampedEvent oldest = b.delta(5, setAdd("/tags", "1"));
        Replica d = new Replica("d");
        d.apply(oldest);
        StampedEvent removal = d.delta(30, setRemove("/tags", "1"));
        StampedEvent one = a.delta(10, setAdd("/tags", "1.0"));
        StampedEvent third = c.delta(20, setAdd("/tags", "1e0"));

        assertThat(everywhere(oldest, one, third, removal)).isEqualTo("{\"tags\":[1.0]}");
    }

    @Test
    void L5_anAddThatTheRemovingSiteHadNotSeenStays() {
        b.apply(a.delta(1, setAdd("/tags", "'x'")));
        StampedEvent removal = b.delta(2, setRemove("/tags", "'x'"));
        StampedEvent again = c.delta(1, setAdd("/tags", "'x'"));
        a.apply(again, removal);

        assertThat(a.document()).isEqualTo("{\"tags\":[\"x\"]}");
    }

    @Test
    void L5_membersStandInCanonicalOrder() {
        a.delta(1, setAdd("/tags", "'b'"), setAdd("/tags", "10"), setAdd("/tags", "9"), setAdd("/tags", "[]"));
        a.delta(2, setAdd("/tags", "null"), setAdd("/tags", "true"), setAdd("/tags", "{}"), setAdd("/tags", "'a'"));

        assertThat(a.document()).isEqualTo("{\"tags\":[null,true,9,10,\"a\",\"b\",[],{}]}");
    }

    @Test
    void L5_aCounterIsTheExactDecimalSumOfAllIncrements() {
        StampedEvent one = a.delta(1, increment("/visits", "0.1"), increment("/visits", "9007199254740993"));
        StampedEvent other = b.delta(1, increment("/visits", "0.2"), increment("/visits", "-1e3"));
        StampedEvent third = c.delta(1, increment("/visits", "1e-20"));

        assertThat(everywhere(one, other, third)).isEqualTo("{\"visits\":9007199254739993.30000000000000000001}");
    }

    @Test
    void aCounterThatComesBackToNothingShowsZero() {
        a.delta(1, increment("/visits", "1e-20"), increment("/visits", "5"));

        a.delta(2, increment("/visits", "-5.00000000000000000001"));

        assertThat(a.document()).isEqualTo("{\"visits\":0}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000000000", "-1e61", "1e-61", "1e-1000000000"})
    void aCounterRefusesNumbersThatWouldStopEverySite(String huge) {
        assertThat(violation(a.refused(increment("/visits", huge))).detail()).contains("60 digits");
        assertThat(violation(a.refused(add("/visits", huge))).detail()).contains("60 digits");
        a.put(1, "{'visits':1}");
        assertThat(violation(a.refused(add("/visits", huge))).detail()).contains("60 digits");
    }

    @Test
    void aCounterTakesTheGreatestAndSmallestItMay() {
        a.delta(1, increment("/visits", "1e60"), increment("/visits", "1e-60"));

        a.put(2, "{'visits':0}");

        assertThat(a.document()).isEqualTo("{\"visits\":0}");
    }

    @Test
    void L2_aSitesNewerWriteSupersedesItsOwnEarlierEntry() {
        for (int i = 0; i < 100; i++) {
            a.delta(i, add("/x", "" + i), add("/list", "[" + i + "]"), add("/o/p", "'" + i + "'"));
        }

        assertThat(a.state.live()).as("the root and one entry for each path").hasSize(4);
    }

    @Test
    void L2_aStateThatEmptiesASetAndFillsItAgainDoesNotGrow() {
        for (int i = 0; i < 50; i++) {
            a.delta(2L * i, setAdd("/tags", "'x'"));
            a.delta(2L * i + 1, setRemove("/tags", "'x'"));
        }

        assertThat(a.state.live().size()).isLessThanOrEqualTo(3);
    }
}
