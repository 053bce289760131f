package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.append;
import static io.crossweave.core.publish.Ops.increment;
import static io.crossweave.core.publish.Ops.setAdd;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.stored.DeleteStamp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Delete: it supersedes what it observed, and its stamp hides what is older and concurrent (L2). */
final class DeleteTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");
    private final Replica c = new Replica("c");

    /** Each causal order ends alike; answers what all of them show. */
    private static String everywhere(CausalItem... items) {
        List<Replica> all = Orders.all(() -> new Replica("d"), items);
        for (Replica one : all) {
            assertThat(one.canonicalForm()).isEqualTo(all.getFirst().canonicalForm());
            assertThat(one.state.document()).isEqualTo(ReferenceView.of(one.state));
        }
        return all.getFirst().document();
    }

    @Test
    void L2_deleteNamesAllThatItsSiteHolds() {
        StampedEvent put = a.put(1, "{'x':1,'messages':['m'],'tags':['t'],'visits':1,'n':{'e':{}}}");

        StampedEvent delete = a.delete(2);

        assertThat(delete.type()).isEqualTo(EventType.DELETED);
        assertThat(delete.additions()).isEmpty();
        assertThat(delete.removals()).hasSize(put.additions().size());
        assertThat(a.document()).isEqualTo(Replica.NOTHING);
        assertThat(a.state.live()).isEmpty();
        assertThat(a.state.deleteStamp())
                .isEqualTo(new DeleteStamp(delete.stamp().hlc(), a.site));
    }

    /** The law's own case, with the rules that there are: increments of 9 at 5 ms and of 3 at 20 ms, a concurrent delete at 10 ms. */
    @Test
    void L2_aDeleteHidesTheOlderOfTwoConcurrentWritesInEveryOrder() {
        StampedEvent old =
                a.delta(5, increment("/visits", "9"), append("/messages", "9"), setAdd("/tags", "9"), add("/x", "9"));
        StampedEvent young =
                b.delta(20, increment("/visits", "3"), append("/messages", "3"), setAdd("/tags", "3"), add("/x", "3"));
        c.put(1, "{}");
        StampedEvent delete = c.delete(10);

        String shown = everywhere(old, young, new Replica("c").put(1, "{}"), delete);

        assertThat(shown).isEqualTo("{\"messages\":[3],\"tags\":[3],\"visits\":3,\"x\":3}");
    }

    @ParameterizedTest
    @CsvSource({"9,0", "10,0", "11,1"})
    void L2_aConcurrentWriteSurvivesExactlyWhenItIsNewer(long writeMs, int survives) {
        StampedEvent root = a.put(1, "{}");
        b.apply(root);
        // A's delete and B's write tick once from their clocks: at 10 both have the same HLC, and A's site is the
        // smaller one.
        StampedEvent delete = b.delete(10);
        StampedEvent write = a.delta(writeMs, add("/x", "1"));

        String shown = everywhere(root, delete, write);

        assertThat(shown).isEqualTo(survives == 1 ? "{\"x\":1}" : Replica.NOTHING);
    }

    @Test
    void L2_atOneHlcTheGreaterSiteDecides() {
        StampedEvent root = a.put(1, "{}");
        b.apply(root);
        StampedEvent delete = a.delete(10);
        StampedEvent write = b.delta(10, add("/x", "1"));
        assertThat(write.stamp().hlc()).isEqualTo(delete.stamp().hlc());

        assertThat(everywhere(root, delete, write)).isEqualTo("{\"x\":1}");
    }

    @Test
    void L2_theGreatestOfTwoDeleteStampsCounts() {
        StampedEvent root = a.put(1, "{}");
        b.apply(root);
        c.apply(root);
        StampedEvent late = a.delete(30);
        StampedEvent early = b.delete(10);
        StampedEvent write = c.delta(20, add("/x", "1"));

        assertThat(everywhere(root, late, early, write)).isEqualTo(Replica.NOTHING);
    }

    @Test
    void aContextComesBackByAWriteAfterItsDelete() {
        a.put(5, "{'x':1}");
        StampedEvent delete = a.delete(6);

        StampedEvent again = a.delta(1, add("/y", "2"));

        assertThat(again.stamp().hlc()).isGreaterThan(delete.stamp().hlc());
        assertThat(a.document()).isEqualTo("{\"y\":2}");
    }

    @Test
    void L7_aDeleteAtACalmClockIsExtendedByTheNextWriteOfASlowOne() {
        StampedEvent root = a.put(1, "{}");
        StampedEvent delete = a.delete(1_000_000);
        b.apply(root, delete);

        StampedEvent write = b.delta(1, add("/x", "1"));
        a.apply(write);

        assertThat(a.document()).isEqualTo("{\"x\":1}");
    }

    @Test
    void aWriteSupersedesTheHiddenEntriesOfItsPath() {
        StampedEvent hidden = b.delta(1, add("/x", "1"));
        a.put(5, "{}");
        a.delete(6);
        a.apply(hidden);
        assertThat(a.document()).isEqualTo(Replica.NOTHING);
        assertThat(a.state.live()).hasSize(2);

        StampedEvent write = a.delta(7, add("/x", "2"));

        assertThat(write.removals()).hasSize(1);
        assertThat(a.document()).isEqualTo("{\"x\":2}");
    }
}
