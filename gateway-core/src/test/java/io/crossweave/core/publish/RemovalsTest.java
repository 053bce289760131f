package io.crossweave.core.publish;

import static io.crossweave.core.publish.Ops.add;
import static io.crossweave.core.publish.Ops.remove;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import org.junit.jupiter.api.Test;

/** What a site knows of entries that it does not hold, and what supersedes what (L3). */
final class RemovalsTest {
    private final Replica a = new Replica("a");
    private final Replica b = new Replica("b");
    private final Replica c = new Replica("c");

    private static EntryId idAt(StampedEvent event, String path) {
        return event.additions().stream()
                .filter(addition -> addition.path().toString().equals(path))
                .map(addition -> new EntryId(event.dot(), addition.ordinal()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void L3_aPutOfAnEmptyDocumentLeavesWhatItsSiteDoesNotShow() {
        StampedEvent whole = a.put(1, "{'ssn':'123','x':1}");
        c.apply(Projected.without(whole, "/ssn"));
        assertThat(c.document()).isEqualTo("{\"x\":1}");

        a.apply(c.put(2, "{}"));

        assertThat(a.document()).isEqualTo("{\"ssn\":\"123\"}");
    }

    @Test
    void L10_puttingBackWhatASiteShowsLeavesTheDroppedFieldsOfTheOriginal() {
        StampedEvent whole = a.put(1, "{'p':{'ssn':'123'},'ssn':'123','x':1}");
        c.apply(Projected.without(whole, "/ssn", "/p/ssn"));

        StampedEvent put = c.put(2, c.document());
        a.apply(put);

        assertThat(put.additions()).isEmpty();
        assertThat(put.removals()).isEmpty();
        assertThat(a.document()).isEqualTo("{\"p\":{\"ssn\":\"123\"},\"ssn\":\"123\",\"x\":1}");
    }

    @Test
    void L3_coverageByTheVectorIsNoSupersession() {
        StampedEvent hidden = a.delta(20, add("/x", "'human'"));
        c.apply(Projected.without(hidden, "/x"));
        StampedEvent automation = c.delta(1, add("/x", "'automation'"));
        assertThat(automation.stamp().depends().covers(hidden.dot())).isTrue();
        assertThat(automation.removals()).isEmpty();

        a.apply(automation);

        assertThat(a.state.liveOf(hidden.dot())).contains(idAt(hidden, "/x"));
    }

    @Test
    void L3_anOperationNamesOnlyEntriesThatItsSiteHeldAtThePath() {
        StampedEvent first = a.put(1, "{'x':1,'y':1}");
        b.apply(first);
        StampedEvent concurrent = a.delta(2, add("/x", "2"));

        StampedEvent write = b.delta(3, add("/x", "3"));
        a.apply(write);

        assertThat(write.removals()).containsExactly(idAt(first, "/x"));
        assertThat(a.state.liveOf(concurrent.dot())).hasSize(1);
    }

    @Test
    void L3_aRemovalThatArrivesBeforeItsTargetIsRemembered() {
        StampedEvent target = a.put(1, "{'x':1,'y':1}");
        b.apply(target);
        StampedEvent removal = b.delta(2, remove("/x"));

        c.apply(removal.placeholder());
        assertThat(c.state.awaitedRemovals()).containsExactly(idAt(target, "/x"));
        c.apply(target);

        assertThat(c.document()).isEqualTo("{\"y\":1}");
        assertThat(c.state.awaitedRemovals()).isEmpty();
        assertThat(c.stored.entries).doesNotContainKey(idAt(target, "/x"));
    }

    @Test
    void L3_aRememberedRemovalClosesTheHoleThatWouldCome() {
        StampedEvent target = a.put(1, "{'x':1,'y':1}");
        b.apply(target);
        StampedEvent removal = b.delta(2, remove("/x"));

        c.apply(removal.placeholder());
        c.apply(Projected.without(target, "/x"));

        assertThat(c.stored.holes).isEmpty();
        assertThat(c.state.awaitedRemovals()).isEmpty();
    }

    @Test
    void L3_aRemovalIntoAWholeDotHoleIsRememberedUntilTheHoleIsFilled() {
        StampedEvent target = a.put(1, "{'x':1,'y':1}");
        b.apply(target);
        StampedEvent removal = b.delta(2, remove("/x"));

        c.apply(target.placeholder());
        c.apply(removal);

        assertThat(c.state.awaitedRemovals()).containsExactly(idAt(target, "/x"));
        assertThat(c.document()).isEqualTo(Replica.NOTHING);
    }

    @Test
    void L3_aRemovalRememberedBeforeAPlaceholderCameStaysRemembered() {
        StampedEvent target = a.put(1, "{'x':1,'y':1}");
        b.apply(target);
        StampedEvent removal = b.delta(2, remove("/x"));

        c.apply(removal.placeholder());
        c.apply(target.placeholder());

        assertThat(c.state.awaitedRemovals()).containsExactly(idAt(target, "/x"));
    }

    @Test
    void L3_aRemovalThatNamesAHoleClosesIt() {
        StampedEvent target = a.put(1, "{'x':1,'y':1}");
        StampedEvent removal = a.delta(2, remove("/x"));

        c.apply(Projected.without(target, "/x"));
        assertThat(c.stored.holes).containsExactly(idAt(target, "/x"));
        assertThat(c.state.requireView().concealment()).isEqualTo(Concealment.ENTRIES);
        c.apply(removal);

        assertThat(c.stored.holes).isEmpty();
        assertThat(c.state.awaitedRemovals()).isEmpty();
        assertThat(c.state.requireView().concealment()).isEqualTo(Concealment.NOTHING);
    }

    @Test
    void L3_aRemovalOfWhatIsGoneAlreadyIsForgotten() {
        StampedEvent target = a.put(1, "{'x':1}");
        b.apply(target);
        StampedEvent one = a.delta(2, remove("/x"));
        StampedEvent other = b.delta(2, remove("/x"));

        c.apply(target, one, other);

        assertThat(c.state.awaitedRemovals()).isEmpty();
        assertThat(c.document()).isEqualTo("{}");
    }

    @Test
    void L8_aPlaceholderHidesValuesAndNotRemovals() {
        StampedEvent first = a.put(1, "{'x':'old','y':1}");
        StampedEvent second = a.delta(2, add("/x", "'new'"));

        c.apply(first, second.placeholder());

        assertThat(c.document()).isEqualTo("{\"y\":1}");
        assertThat(c.state.requireView().concealment()).isEqualTo(Concealment.EVENTS);
        assertThat(c.state.requireView().lastEventId()).isNull();
    }

    @Test
    void L8_aPlaceholderRunCoversEachOfItsDotsAndLaterEntriesFollow() {
        StampedEvent first = a.put(1, "{'x':1}");
        StampedEvent second = a.delta(2, add("/x", "2"));
        StampedEvent third = a.delta(3, add("/y", "3"));
        StampedEvent fourth = a.delta(4, add("/x", "4"));
        var run = new Placeholder(Replica.KEY, first.dot(), third.dot().counter(), second.removals(), Hlc.ZERO);

        c.apply(run, fourth);

        assertThat(c.state.vector()).isEqualTo(a.state.vector());
        assertThat(c.document()).isEqualTo("{\"x\":4}");
        assertThat(c.state.awaitedRemovals()).containsExactlyInAnyOrder(idAt(first, "/x"), idAt(second, "/x"));
    }

    @Test
    void L8_aPlaceholderOfADeleteHidesAsTheDeleteDoes() {
        StampedEvent write = b.put(1, "{'x':1}");
        StampedEvent first = a.put(5, "{'y':1}");
        StampedEvent delete = a.delete(6);
        var run = new Placeholder(
                Replica.KEY, first.dot(), 2, delete.removals(), delete.stamp().hlc());

        c.apply(write, run);

        assertThat(c.document()).isEqualTo(Replica.NOTHING);
        assertThat(c.state.deleteStamp()).isEqualTo(a.state.deleteStamp());
    }

    @Test
    void L3_nothingIsRemovedThatNoEventNames() {
        StampedEvent one = a.put(1, "{'x':1}");
        StampedEvent other = b.put(2, "{'x':2}");
        StampedEvent later = c.put(3, "{'x':3}");

        for (Replica d : Orders.all(() -> new Replica("d"), one, other, later)) {
            assertThat(d.state.live()).hasSize(6);
            assertThat(d.document()).isEqualTo("{\"x\":3}");
        }
    }
}
