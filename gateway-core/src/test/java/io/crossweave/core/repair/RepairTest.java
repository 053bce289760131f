package io.crossweave.core.repair;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.gateway.RepairOutcome.End;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.reconcile.Area;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.reconcile.Telling;
import io.crossweave.core.reconcile.Told;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.RepairRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What silently differs is found, by whom it can be mended, and is what it was again (L14). */
class RepairTest {
    private static final ContextKey KEY = Changes.note("c");

    private final RepairPair pair = new RepairPair(KEY);

    private static EntryId entry(StampedEvent event) {
        return new EntryId(event.dot(), event.additions().getLast().ordinal());
    }

    private StampedEvent set(String id, String path) {
        return pair.publish(Changes.set(KEY, id, path, "value-" + id));
    }

    @Test
    void L14_whatADestinationMayNotHoldIsNoDifference() {
        pair.origin.policy.withhold((event, to) -> event.stamp().eventId().equals("e2"));
        pair.origin.policy.drop(0, (event, to) -> event.stamp().eventId().equals("e3"));
        set("e1", "/a");
        set("e2", "/b");
        pair.publish(Changes.delta(
                KEY,
                "e3",
                new DeltaOperation.Add(JsonPointer.parse("/c"), new JsonString("secret")),
                new DeltaOperation.Add(JsonPointer.parse("/d"), new JsonString("open"))));
        pair.publish(Changes.remove(KEY, "e4", "/a"));

        var outcome = pair.compare();

        assertThat(pair.destination.document(KEY)).isEqualTo("{\"d\":\"open\"}");
        assertThat(outcome.end()).isEqualTo(End.COMPARED);
        assertThat(outcome.differing()).isZero();
        assertThat(RepairPair.look(pair.origin)).isZero();
        assertThat(RepairPair.look(pair.destination)).isZero();
    }

    @Test
    void L14_anEntryThatWasLostIsFoundAndRestated() {
        StampedEvent lost = set("e1", "/a");
        set("e2", "/b");
        RepairPair.lose(pair.destination, KEY, entry(lost));

        assertThat(RepairPair.look(pair.destination)).isEqualTo(1);
        var outcome = pair.compare();

        assertThat(outcome.restated()).isEqualTo(1);
        assertThat(pair.destination.document(KEY)).isEqualTo("{\"a\":\"value-e1\",\"b\":\"value-e2\"}");
        assertThat(pair.compare().differing()).isZero();
        assertThat(RepairPair.look(pair.destination)).isZero();
    }

    @Test
    void L14_aContextOfWhichNothingIsLeftIsMissedToo() {
        StampedEvent lost = set("e1", "/a");
        lost.additions()
                .forEach(each -> RepairPair.lose(pair.destination, KEY, new EntryId(lost.dot(), each.ordinal())));
        RepairPair.look(pair.destination);

        assertThat(pair.compare().restated()).isEqualTo(1);

        assertThat(pair.destination.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
    }

    @Test
    void L14_aDamagedValueIsNotShownAndComesAgain() {
        StampedEvent damaged = set("e1", "/a");
        byte[] row = StoreKeys.entry(KEY, entry(damaged));
        byte[] value = requireNonNull(pair.destination.store().get(row)).clone();
        value[value.length - 6] ^= 1;
        pair.destination.store().commit(new WriteBatch().put(row, value), outcome -> {});

        assertThat(pair.destination.document(KEY)).isEqualTo("{}");
        RepairPair.look(pair.destination);
        pair.compare();

        assertThat(pair.destination.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
    }

    @Test
    void L14_anEntryThatIsBackGoesAndLeavesNoHole() {
        StampedEvent removed = set("e1", "/a");
        byte[] row = StoreKeys.entry(KEY, entry(removed));
        byte[] value = requireNonNull(pair.destination.store().get(row));
        pair.publish(Changes.set(KEY, "e2", "/a", "newer"));
        pair.destination.store().commit(new WriteBatch().put(row, value), outcome -> {});

        RepairPair.look(pair.destination);
        pair.compare();

        assertThat(pair.destination.stored(KEY).live()).hasSize(2).doesNotContainKey(entry(removed));
        assertThat(pair.destination.stored(KEY).requireView().concealment()).isEqualTo(Concealment.NOTHING);
    }

    @Test
    void L14_aSitesOwnLostEntryIsMadeAgainFromItsHistoryAndTakenFromNobody() {
        StampedEvent lost = set("e1", "/a");
        set("e2", "/b");
        RepairPair.lose(pair.origin, KEY, entry(lost));

        assertThat(pair.compare().restated()).isZero();
        assertThat(RepairPair.look(pair.origin)).isEqualTo(1);
        assertThat(pair.compare().restated()).isZero();

        assertThat(pair.origin.document(KEY)).isEqualTo("{\"a\":\"value-e1\",\"b\":\"value-e2\"}");
        assertThat(pair.destination.document(KEY)).isEqualTo("{\"a\":\"value-e1\",\"b\":\"value-e2\"}");
        assertThat(RepairPair.look(pair.origin)).isZero();
    }

    @Test
    void L14_whereVectorsDifferNothingIsConcludedAndNothingRestated() {
        StampedEvent lost = set("e1", "/a");
        RepairPair.lose(pair.destination, KEY, entry(lost));
        RepairPair.look(pair.destination);
        pair.origin.publishes(Changes.set(KEY, "e2", "/b", "on its way"));

        var outcome = pair.compare();

        assertThat(outcome.differing()).isEqualTo(1);
        assertThat(outcome.restated()).isZero();
        // What was on its way has arrived: now it counts.
        assertThat(pair.compare().restated()).isEqualTo(1);
        assertThat(pair.destination.document(KEY)).isEqualTo("{\"a\":\"value-e1\",\"b\":\"on its way\"}");
    }

    @Test
    void L14_whatPolicyCantDecideIsLeftToTheNextTime() {
        StampedEvent lost = set("e1", "/a");
        RepairPair.lose(pair.destination, KEY, entry(lost));
        RepairPair.look(pair.destination);
        pair.origin.policy.hold((event, to) -> true);
        pair.origin.step(new LaneInput.Tick());

        pair.compare();
        assertThat(pair.destination.document(KEY)).isEqualTo("{}");

        pair.origin.policy.releaseAll();
        pair.compare();
        assertThat(pair.destination.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
    }

    @Test
    void L14_moreDeclinedRunsThanAreToldAreNoDamage() {
        var declined = new ArrayList<StampedEvent>();
        for (int i = 0; i <= 2 * Limits.RECONCILED_DECLINED_MAX + 1; i++) {
            StampedEvent event = set("e" + i, "/p" + i);
            if (i % 2 == 1) {
                declined.add(event);
            }
        }
        var batch = new WriteBatch();
        declined.forEach(event -> {
            RepairPair.lose(pair.destination, KEY, entry(event));
            new ContextRows(pair.destination.store()).putDeclined(batch, event.withheld());
        });
        pair.destination.store().commit(batch, committed -> {});
        RepairPair.look(pair.destination);

        var outcome = pair.compare();

        assertThat(outcome.differing()).isEqualTo(1);
        assertThat(outcome.restated()).isZero();
    }

    @Test
    void L14_theSumOfAnAreaIsWhatItsContextsSayAgainAfterARowOfThemWasLost() {
        set("e1", "/a");
        byte[] row = SumKeys.row(new Scope.Held(pair.origin.id), KEY);
        pair.destination.store().commit(new WriteBatch().delete(row), outcome -> {});
        RepairPair.look(pair.destination);

        assertThat(sumOf(pair.destination)).isEqualTo(sumOf(pair.origin));
        assertThat(pair.compare().differing()).isZero();
    }

    @Test
    void L14_aLostSumOfAnAreaIsMadeAgain() {
        set("e1", "/a");
        byte[] bucket = SumKeys.bucket(new Scope.Held(pair.origin.id), Area.around(KEY, SumKeys.BUCKET_DIGITS));
        pair.destination.store().commit(new WriteBatch().delete(bucket), outcome -> {});
        assertThat(sumOf(pair.destination)).isNotEqualTo(sumOf(pair.origin));

        RepairPair.look(pair.destination);

        assertThat(sumOf(pair.destination)).isEqualTo(sumOf(pair.origin));
    }

    /** What a site says it holds of the origin's entries, as far as it is asked of all. */
    private SetHash sumOf(LaneSite site) {
        return new ContextRows(site.store()).sums().of(new Scope.Held(pair.origin.id), Area.WHOLE);
    }

    /** What was emptied long ago is not read through for each question. */
    @Test
    void L14_ofAnAreaOfManyEmptiedContextsThePartsAreTold() {
        var scope = new Scope.Held(pair.origin.id);
        var sums = new ContextRows(pair.destination.store()).sums();
        for (int i = 0; i <= Limits.RECONCILED_ROWS_MAX; i++) {
            var batch = new WriteBatch();
            sums.put(batch, scope, Changes.note("emptied-" + i), new StoredSum(SetHash.ZERO, i, 0));
            pair.destination.store().commit(batch, outcome -> {});
        }
        var here = new HeldHere(pair.origin.id, new RepairRows(pair.destination.store()));

        assertThat(Telling.of(Area.WHOLE, here)).isInstanceOf(Told.Parts.class);
        assertThat(Telling.of(Area.ofShard(3), here)).isInstanceOf(Told.Contexts.class);
        assertThat(pair.compare().end()).isEqualTo(End.COMPARED);
    }

    @Test
    void L14_aSiteAsksOfItsOwnEntriesOnly() {
        set("e1", "/a");
        var foreign = new LaneSite("bb", Set.of("cc"), KEY).id;

        assertThat(pair.answers(new RepairMessage.Ask(foreign, 1, SetHashKey.PUBLIC.check(), List.of(Area.WHOLE))))
                .isEmpty();
    }

    @Test
    void L14_silenceIsNotNothingAndAnotherKeyIsNotADifference() {
        set("e1", "/a");
        pair.cut = true;
        assertThat(pair.compare().end()).isEqualTo(End.UNANSWERED);

        var another = new RepairPair(KEY, new SetHashKey(new byte[SetHashKey.BYTES]));
        another.publish(Changes.set(KEY, "e1", "/a", "x"));
        var outcome = another.compare();
        assertThat(outcome.end()).isEqualTo(End.ANOTHER_KEY);
        assertThat(outcome.differing()).isZero();
    }

    @Test
    void L14_hashesAreWrittenWithTheEntriesSoThatNoCrashPartsThem() {
        set("e1", "/a");
        pair.destination.restart();
        set("e2", "/a");
        pair.origin.restart();
        pair.destination.restart();

        assertThat(RepairPair.look(pair.origin)).isZero();
        assertThat(RepairPair.look(pair.destination)).isZero();
    }
}
