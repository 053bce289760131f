package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.delete;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.SumKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is left of a history that was tidied, and that it is enough for a site that begins to share the context later. */
class TidiedHistoryTest {
    private static final ContextKey KEY = note("c");
    private static final SiteId B = new SiteId("bb", 7);

    private final LinkPair pair = new LinkPair(KEY, WindowBounds.DEFAULT, InboxBounds.DEFAULT);
    private int written;

    private void rewrite(int times) {
        for (int i = 0; i < times; i++) {
            written++;
            pair.origin.publishes(set(KEY, "x" + written, "/x", "v" + written));
        }
    }

    private void settleAndTidy() {
        pair.rounds(3);
        pair.trim();
        pair.origin.tidy(KEY);
    }

    private void nothingLeaves() {
        pair.origin.policy.withhold((event, destination) -> true);
    }

    private void begins(String eventId) {
        pair.origin.policy.releaseAll();
        pair.origin.publishes(append(KEY, eventId));
        pair.rounds(6);
    }

    private static List<Long> history(LaneSite site) {
        return new ContextRows(site.store())
                .history(KEY, 0, Integer.MAX_VALUE).stream()
                        .map(HistoryItem::sequence)
                        .toList();
    }

    private List<OwnRow> own() {
        var own = new ArrayList<OwnRow>();
        new ContextRows(pair.origin.store()).tidying().forEachOwn(KEY, 0, (number, row, item) -> own.add(row));
        return own;
    }

    @Test
    void L16_ofManyValuesThatOneSiteWroteOneRowIsLeftBetweenTheFirstAndTheLast() {
        nothingLeaves();
        rewrite(2 * Limits.TIDY_ROWS_MAX);
        pair.rounds(20);
        settleAndTidy();

        // The first event says as well that there is a document.
        assertThat(own()).hasSize(3);
        assertThat(own().get(1)).isInstanceOfSatisfying(OwnRow.Bare.class, bare -> {
            assertThat(bare.size()).isEqualTo(2L * Limits.TIDY_ROWS_MAX - 2);
            assertThat(bare.run().removals()).hasSize(1);
        });
        assertThat(history(pair.origin)).hasSize(2);
    }

    @Test
    void L14_whatTheDiskHasLostIsMadeAgainAndNotTidiedAway() {
        StampedEvent lost = pair.origin.publishes(set(KEY, "only", "/a", "value"));
        rewrite(3);
        pair.rounds(3);
        pair.trim();
        byte[] row = StoreKeys.entry(KEY, new EntryId(lost.dot(), 1));
        assertThat(pair.origin.store().get(row)).isNotNull();
        pair.origin.store().commit(new WriteBatch().delete(row), outcome -> {});
        pair.origin.restart();

        pair.origin.tidy(KEY);

        assertThat(pair.origin.document(KEY)).isEqualTo("{\"a\":\"value\",\"x\":\"v3\"}");
        pair.origin.tidy(KEY);
        assertThat(history(pair.origin)).contains(1L);
    }

    @Test
    void L14_aHashThatIsGoneBringsNothingBackThatWasReplaced() {
        pair.origin.publishes(set(
                KEY,
                "both",
                "",
                JsonObject.EMPTY.with("x", new JsonString("old")).with("y", new JsonString("kept"))));
        rewrite(2);
        pair.rounds(3);
        settleAndTidy();
        byte[] row = SumKeys.row(new Scope.Held(pair.origin.id), KEY);
        assertThat(pair.origin.store().get(row)).isNotNull();
        pair.origin.store().commit(new WriteBatch().delete(row), outcome -> {});

        pair.origin.step(new LaneInput.Recount(KEY));

        assertThat(pair.origin.stored(KEY).live()).hasSize(3);
        assertThat(pair.origin.document(KEY)).isEqualTo("{\"x\":\"v2\",\"y\":\"kept\"}");
    }

    @Test
    void L16_aPeersItemsGoWithoutATrace() {
        rewrite(10);
        pair.rounds(3);

        pair.destination.tidy(KEY);

        assertThat(history(pair.destination)).containsExactly(1L, 10L);
        assertThat(pair.destination.document(KEY)).isEqualTo("{\"x\":\"v10\"}");
    }

    @Test
    void L16_whatIsNotAppliedEverywhereStaysWhole() {
        rewrite(5);
        pair.losesReports = true;
        settleAndTidy();

        assertThat(own()).allMatch(OwnRow.InHistory.class::isInstance);
    }

    @Test
    void L16_whatIsYoungStays() {
        rewrite(5);
        pair.rounds(3);
        pair.trim();
        pair.origin.step(new LaneInput.Tidy(KEY, 0));

        assertThat(history(pair.origin)).hasSize(5);
    }

    @Test
    void L9_aSiteThatBeginsToShareGetsWhatIsLeftAndShowsTheSame() {
        nothingLeaves();
        rewrite(40);
        pair.origin.publishes(append(KEY, "m1"));
        rewrite(3);
        settleAndTidy();
        begins("m2");

        assertThat(pair.destination.document(KEY)).isEqualTo(pair.origin.document(KEY));
        assertThat(pair.destination.stored(KEY).vector())
                .isEqualTo(pair.origin.stored(KEY).vector());
        assertThat(pair.destination.stored(KEY).requireView().concealment()).isEqualTo(Concealment.NOTHING);
    }

    @Test
    void L9_whatItGetsOutlivesARestartOfItsOriginInTheMiddle() {
        nothingLeaves();
        rewrite(40);
        settleAndTidy();
        pair.origin.policy.releaseAll();
        pair.origin.publishes(append(KEY, "m"));
        pair.losesEnvelope = send -> true;
        pair.rounds(2);
        pair.restartOrigin();
        pair.losesEnvelope = send -> false;
        pair.rounds(6);

        assertThat(pair.destination.document(KEY)).isEqualTo(pair.origin.document(KEY));
    }

    /**
     * B's value reached C, which A does not know of as a sharer yet. A replaced it, then its own value, and tidied. What it removed of B it
     * must still name.
     */
    @Test
    void L3_whatATidiedItemRemovedOfAPeerIsRemovedWhereverThePeersValueGot() {
        var b = new LaneSite("bb", Set.of("aa", "cc"), KEY);
        StampedEvent fromB = b.publishes(set(KEY, "b1", "/x", "of B"));
        nothingLeaves();
        pair.origin.arrive(B, fromB);
        rewrite(4);
        settleAndTidy();
        pair.destination.arrive(B, fromB);
        begins("m");

        assertThat(pair.destination.document(KEY)).isEqualTo(pair.origin.document(KEY));
        assertThat(pair.destination.stored(KEY).live()).doesNotContainKey(new EntryId(new Dot(B, 1), 1));
    }

    /** An entry of A:1 lives on; another of it was removed by what is tidied. A:1 goes whole to the new sharer. */
    @Test
    void L3_ofAnItemThatIsInPartLiveTheRestStaysRemoved() {
        nothingLeaves();
        pair.origin.publishes(Changes.delta(
                KEY,
                "two",
                new DeltaOperation.Add(JsonPointer.parse("/x"), new JsonString("old")),
                new DeltaOperation.Add(JsonPointer.parse("/y"), new JsonString("stays"))));
        rewrite(5);
        settleAndTidy();
        begins("m");

        assertThat(pair.destination.stored(KEY).live().keySet())
                .isEqualTo(pair.origin.stored(KEY).live().keySet());
    }

    @Test
    void L16_aTidiedDeleteStillDeletes() {
        var b = new LaneSite("bb", Set.of("aa", "cc"), KEY);
        StampedEvent early = b.publishes(append(KEY, "early"));
        nothingLeaves();
        rewrite(3);
        pair.origin.publishes(delete(KEY, "gone"));
        rewrite(1);
        settleAndTidy();
        pair.destination.arrive(B, early);
        begins("m");

        pair.origin.arrive(B, early);
        assertThat(pair.destination.document(KEY)).isEqualTo(pair.origin.document(KEY));
    }

    @Test
    void L1_anEventIdIsKnownAsLongAsSomethingOfItLives() {
        pair.origin.publishes(append(KEY, "m"));
        rewrite(3);
        settleAndTidy();

        assertThat(pair.origin.publish(append(KEY, "m")))
                .isInstanceOfSatisfying(
                        PublishOutcome.Published.class,
                        known -> assertThat(known.replayed()).isTrue());
    }

    @Test
    void L11_aChangedPolicyIsToldOfWhatIsLeft() {
        rewrite(20);
        pair.origin.publishes(append(KEY, "m"));
        settleAndTidy();
        var maker = new RestatementMaker("cc", new LinkRows(pair.origin.store()), pair.origin.policy);

        var restated = maker.make(KEY, 1, 21).orElseThrow();

        assertThat(restated.lastCounter()).isEqualTo(21);
        assertThat(restated.events()).hasSize(3);
        assertThat(restated.withheld()).isEmpty();
    }

    @Test
    void anEmptyRowThatIsReadFromItsMiddleIsTheRestOfIt() {
        rewrite(9);
        settleAndTidy();
        var rows = new LinkRows(pair.origin.store());

        assertThat(rows.ownItem(KEY, 4)).isInstanceOfSatisfying(Placeholder.class, rest -> {
            assertThat(rest.dot().counter()).isEqualTo(4);
            assertThat(rest.lastCounter()).isEqualTo(8);
        });
        assertThat(rows.hasOwnItem(KEY, 9)).isTrue();
        assertThat(rows.hasOwnItem(KEY, 10)).isFalse();
    }
}
