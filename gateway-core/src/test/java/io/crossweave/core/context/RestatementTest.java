package io.crossweave.core.context;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.DeltaOperation;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.stored.LogRecord;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a site does when a peer says anew what it may hold (L11). */
class RestatementTest {
    private static final ContextKey KEY = Changes.note("c");
    private static final Set<String> PEERS = Set.of("aa", "bb");

    private final LaneSite origin = new LaneSite("aa", Set.of("bb", "cc"), KEY);
    private final LaneSite site = new LaneSite("cc", PEERS, KEY);
    private long numbers;

    /** Takes an envelope that the origin's policy of an epoch released; true where all of it was committed. */
    private boolean take(long epoch, LaneItem... items) {
        return site
                .step(new LaneInput.Arrived(1, origin.id, Changes.NOTE.tier(), 1, ++numbers, List.of(items), epoch))
                .stream()
                .noneMatch(AfterCommit.TurnedAway.class::isInstance);
    }

    private Restatement restated(long epoch, long last, List<StampedEvent> events, Run... withheld) {
        return new Restatement(KEY, origin.id, 1, last, epoch, events, List.of(withheld));
    }

    /** What is listed of an event: some of what it adds, and ordinals that may not be held. */
    private static StampedEvent listed(StampedEvent event, List<Addition> additions, Integer... hidden) {
        return new StampedEvent(
                event.key(),
                event.stamp(),
                event.type(),
                additions,
                event.removals(),
                List.of(hidden),
                event.labels(),
                event.provenance(),
                event.bodyHash(),
                event.lifetime(),
                event.ruleVersion());
    }

    private StampedEvent published(String id, String path) {
        return origin.publishes(Changes.set(KEY, id, path, "value-" + id));
    }

    private RestatementApplied answer() {
        return site.logged().stream()
                .map(row -> row.record())
                .filter(LogRecord.Restated.class::isInstance)
                .map(record -> ((LogRecord.Restated) record).answer())
                .toList()
                .getLast();
    }

    // ---- narrowing -------------------------------------------------------------------------------------------------

    @Test
    void L11_whatMayNoLongerBeHeldGoesFromStateAndHistory() {
        StampedEvent first = published("e1", "/a");
        StampedEvent second = published("e2", "/ssn");
        take(1, first, second);

        boolean taken = take(2, restated(2, 2, List.of(listed(first, first.additions())), new Run(2, 2)));

        assertThat(taken).isTrue();
        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
        assertThat(new ContextRows(site.store()).history(KEY, 0, 10))
                .extracting(item -> (Object) item.item())
                .containsExactly(first, second.placeholder());
        assertThat(site.stored(KEY).requireView().lastEventId()).isNull();
        assertThat(site.stored(KEY).requireView().restatements()).isEqualTo(1);
    }

    @Test
    void L11_whatIsDroppedOfAnEventGoesFromItsHistoryTogetherWithTheHashOfItsBody() {
        StampedEvent event = origin.publishes(Changes.withBody(
                Changes.delta(
                        KEY,
                        "e1",
                        new DeltaOperation.Add(JsonPointer.parse("/a"), new JsonString("open")),
                        new DeltaOperation.Add(JsonPointer.parse("/ssn"), new JsonString("secret"))),
                "0123456789abcdef"));
        int ordinal = event.additions().stream()
                .filter(addition -> addition.path().toString().equals("/ssn"))
                .findFirst()
                .orElseThrow()
                .ordinal();
        List<Addition> open = event.additions().stream()
                .filter(addition -> addition.ordinal() != ordinal)
                .toList();
        take(1, event);

        take(2, restated(2, 1, List.of(listed(event, open, ordinal))));

        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"open\"}");
        CausalItem kept =
                new ContextRows(site.store()).history(KEY, 0, 1).getFirst().item();
        assertThat(kept).isEqualTo(Projection.of(event, List.of(ordinal)));
        assertThat(requireNonNull(new ContextRows(site.store()).eventId(KEY, "e1"))
                        .bodyHash()
                        .isKnown())
                .isFalse();
    }

    @Test
    void L11_anOldReleaseThatComesLateIsRefusedAndComesAgainAsThePolicyOfNowSays() {
        StampedEvent first = published("e1", "/a");
        StampedEvent second = published("e2", "/ssn");
        take(1, first);
        take(2, restated(2, 2, List.of(listed(first, first.additions())), new Run(2, 2)));

        assertThat(take(1, second)).isFalse();
        assertThat(site.stored(KEY).vector().get(origin.id)).isEqualTo(1);
        assertThat(take(2, second.placeholder())).isTrue();

        assertThat(site.stored(KEY).vector().get(origin.id)).isEqualTo(2);
        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
    }

    @Test
    void L11_itIsRefusedAlsoAfterARestart_andWhereNothingOfTheContextWasHereYet() {
        StampedEvent first = published("e1", "/ssn");
        take(2, restated(2, 1, List.of(), new Run(1, 1)));

        site.restart();

        assertThat(take(1, first)).isFalse();
        assertThat(site.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L11_aHigherEpochCountsFromTheFirstReleaseThatBearsIt() {
        StampedEvent first = published("e1", "/a");
        StampedEvent second = published("e2", "/b");
        take(2, first);

        assertThat(take(1, second)).isFalse();
        assertThat(take(1, first)).as("what is here already").isTrue();
    }

    @Test
    void L11_whatWaitsOfALowerEpochIsDroppedAndAskedForAgain() {
        StampedEvent first = published("e1", "/a");
        StampedEvent second = published("e2", "/ssn");
        take(1, second);
        assertThat(site.lane().waiting()).isEqualTo(1);

        take(2, restated(2, 2, List.of(listed(first, first.additions())), new Run(2, 2)));

        assertThat(site.lane().waiting()).isZero();
        assertThat(answer().sendFrom()).isEqualTo(1);
        site.restart();
        assertThat(site.lane().waiting()).isZero();
    }

    @Test
    void L11_itsOriginSendsAgainFromWhatTheAnswerNames() {
        published("e1", "/a");
        published("e2", "/b");
        origin.share(KEY, "cc");
        origin.forgetFollowed();

        origin.step(new LaneInput.Arrived(
                1, site.id, Changes.NOTE.tier(), 1, 1, List.of(new RestatementApplied(KEY, origin.id, 1, 2, 2, 2)), 1));

        assertThat(origin.logged())
                .extracting(row -> (Object) row.record())
                .containsExactly(new LogRecord.SendAgain(KEY, origin.nowMs, "cc", 2, 2));
        assertThat(origin.followed(AfterCommit.RestatementConfirmed.class)).hasSize(1);
    }

    @Test
    void L11_anOlderRestatementChangesNothing() {
        StampedEvent first = published("e1", "/ssn");
        take(1, first);
        take(3, restated(3, 1, List.of(), new Run(1, 1)));

        assertThat(take(2, restated(2, 1, List.of(listed(first, first.additions())))))
                .isFalse();

        assertThat(site.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L11_aRestatementIsAnsweredToItsOriginAndGoesNoFurther() {
        StampedEvent first = published("e1", "/ssn");
        take(1, first);
        site.forgetFollowed();

        take(2, restated(2, 1, List.of(), new Run(1, 1)));

        assertThat(site.logged())
                .singleElement()
                .satisfies(row -> assertThat(row.record())
                        .isInstanceOfSatisfying(
                                LogRecord.Restated.class,
                                record -> assertThat(record.destination()).isEqualTo("aa")));
        assertThat(site.stored(KEY).deleteStamp()).isNull();
    }

    @Test
    void L9_onlyTheOriginOfDotsRestatesThem() {
        StampedEvent first = published("e1", "/a");
        take(1, first);

        site.step(new LaneInput.Arrived(
                1,
                new LaneSite("bb", Set.of(), KEY).id,
                Changes.NOTE.tier(),
                1,
                1,
                List.of(restated(9, 1, List.of(), new Run(1, 1))),
                9));

        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
        assertThat(site.alarms()).contains("not its origin");
    }

    @Test
    void L11_aDeleteThatMayNoLongerBeKnownOfIsInNoFurtherConflict() {
        var other = new LaneSite("bb", Set.of("aa", "cc"), KEY);
        StampedEvent first = published("e1", "/a");
        StampedEvent delete = origin.publishes(Changes.delete(KEY, "gone"));
        take(1, first, delete);
        take(2, restated(2, 2, List.of(listed(first, List.of())), new Run(2, 2)));

        site.arrive(other.id, other.publishes(Changes.set(KEY, "theirs", "/b", "b")));

        assertThat(new ContextRows(site.store()).conflicts().load(KEY).all()).isEmpty();
    }

    // ---- widening --------------------------------------------------------------------------------------------------

    @Test
    void L11_wideningFillsAHole_andARemovalThatWasRememberedForItActs() {
        StampedEvent first = published("e1", "/a");
        StampedEvent second = published("e2", "/b");
        StampedEvent third = published("e3", "/b");
        take(1, first, second.placeholder(), third);
        EntryId overwritten = third.removals().getFirst();
        assertThat(site.stored(KEY).awaitedRemovals()).contains(overwritten);

        take(
                2,
                restated(
                        2,
                        3,
                        List.of(first, second, third).stream()
                                .map(event -> listed(event, event.additions()))
                                .toList()));

        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e1\",\"b\":\"value-e3\"}");
        assertThat(site.stored(KEY).live()).doesNotContainKey(overwritten);
        assertThat(site.stored(KEY).awaitedRemovals()).isEmpty();
        assertThat(site.stored(KEY).requireView().concealment().name()).isEqualTo("NOTHING");
    }

    @Test
    void L11_aRemovalThatNamedAHoleClosesIt_andWideningDoesNotBringItBack() {
        StampedEvent first = published("e1", "/a");
        take(1, first);
        take(2, restated(2, 1, List.of(), new Run(1, 1)));
        StampedEvent second = published("e2", "/a");
        take(2, second);

        take(3, restated(3, 2, List.of(listed(first, first.additions()), listed(second, second.additions()))));

        assertThat(site.stored(KEY).live().keySet()).doesNotContainAnyElementsOf(second.removals());
        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e2\"}");
    }

    @Test
    void L11_oneDotOfALongRunIsFilledAndTheRestStaysAHole() {
        StampedEvent first = published("e1", "/a");
        StampedEvent second = published("e2", "/b");
        published("e3", "/c");
        take(1, new Placeholder(KEY, first.dot(), 3, List.of(), first.deleteStamp()));

        take(2, restated(2, 3, List.of(listed(second, second.additions())), new Run(1, 1), new Run(3, 3)));
        site.restart();
        take(3, restated(3, 3, List.of(listed(first, first.additions())), new Run(2, 3)));

        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
    }

    @Test
    void L11_policyFlipsNarrowWideNarrow_theLastOneCounts() {
        StampedEvent first = published("e1", "/ssn");
        take(1, first);
        var wide = listed(first, first.additions());

        take(2, restated(2, 1, List.of(), new Run(1, 1)));
        take(3, restated(3, 1, List.of(wide)));
        assertThat(site.document(KEY)).isEqualTo("{\"ssn\":\"value-e1\"}");
        take(4, restated(4, 1, List.of(), new Run(1, 1)));
        assertThat(take(3, restated(3, 1, List.of(wide)))).isFalse();

        assertThat(site.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L7_aRestatementFromTheFutureWaitsAtItsOrigin() {
        origin.nowMs += 3_600_000;
        StampedEvent first = published("e1", "/a");

        assertThat(take(2, restated(2, 1, List.of(listed(first, first.additions())))))
                .isFalse();
    }

    // ---- what this site can't apply --------------------------------------------------------------------------------

    @Test
    void L11_anOldReleaseIsRefusedAlsoWhereItWouldBeQuarantined() {
        var newer = new ContextType(KEY.type(), 2, Changes.NOTE.tier(), Changes.NOTE.merges(), Changes.NOTE.classes());
        StampedEvent first = published("e1", "/a");
        origin.restartWith(newer);
        StampedEvent second = published("e2", "/ssn");
        take(1, first);
        take(2, restated(2, 2, List.of(listed(first, first.additions())), new Run(2, 2)));

        assertThat(take(1, second)).isFalse();
        assertThat(new ContextRows(site.store()).quarantined(KEY, Long.MAX_VALUE))
                .isEmpty();
        site.restartWith(newer);
        site.tick();
        take(2, second.placeholder());

        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e1\"}");
    }

    @Test
    void L13_whatWasDroppedUnreadIsAskedForAgainAlsoAfterARestart() {
        StampedEvent first = published("e1", "/a");
        site.restartWith(Changes.MEMO);
        take(1, first);
        var restatement = restated(2, 1, List.of(listed(first, first.additions())));
        assertThat(take(2, restatement)).isFalse();

        site.restartWith(Changes.NOTE);
        site.tick();
        assertThat(take(2, restatement)).isTrue();

        assertThat(answer().sendFrom()).isEqualTo(1);
    }

    @Test
    void L13_aDeclinedDotThatWaitsForItsPlaceGoesOnWaitingWhenItsOriginRestates() {
        StampedEvent first = published("e1", "/a");
        StampedEvent second = published("e2", "/b");
        StampedEvent third = published("e3", "/c");
        site.restartWith(Changes.MEMO);
        take(1, second);
        site.restartWith(Changes.NOTE);
        site.step(new LaneInput.Decline(1, new QuarantineId(KEY, second.dot()), "olga"));
        assertThat(site.lane().waiting()).isEqualTo(1);

        take(
                2,
                restated(
                        2,
                        3,
                        List.of(first, second, third).stream()
                                .map(event -> listed(event, event.additions()))
                                .toList()));
        take(2, first, second, third);

        assertThat(site.stored(KEY).vector().get(origin.id)).isEqualTo(3);
        assertThat(site.document(KEY)).isEqualTo("{\"a\":\"value-e1\",\"c\":\"value-e3\"}");
    }
}
