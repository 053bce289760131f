package io.crossweave.core.context;

import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.gateway.QuarantineOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.AuditAction;
import io.crossweave.core.stored.QuarantineRecord;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators do at site {@code cc} with items that it could not apply: it did not know the context type {@code note}. */
class DeclinedHoleTest {
    private static final ContextKey KEY = note("c");
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");

    private final LaneSite a = new LaneSite("aa", REGIONS, KEY);
    private final LaneSite b = new LaneSite("bb", REGIONS, KEY);
    private LaneSite c = new LaneSite("cc", REGIONS, KEY);

    @BeforeEach
    void theTypeIsUnknown() {
        c.restartWith(Changes.MEMO);
    }

    private void configured() {
        c.restartWith(Changes.MEMO, Changes.NOTE);
    }

    private QuarantineOutcome declines(StampedEvent event) {
        return tended(new LaneInput.Decline(9, new QuarantineId(event.key(), event.dot()), "olga"));
    }

    private QuarantineOutcome replays(StampedEvent event) {
        return tended(new LaneInput.Replay(9, new QuarantineId(event.key(), event.dot()), "olga"));
    }

    private QuarantineOutcome tended(LaneInput order) {
        return c.step(order).stream()
                .filter(AfterCommit.Tended.class::isInstance)
                .map(follows -> ((AfterCommit.Tended) follows).outcome())
                .findFirst()
                .orElseThrow();
    }

    private List<QuarantineRecord> kept() {
        return new ContextRows(c.store()).quarantined(KEY, Long.MAX_VALUE);
    }

    private long delivered() {
        return c.stored(KEY).vector().get(a.id);
    }

    @Test
    void L8_whatWaitedBehindADeclinedEventGoesOnAndTheSiteSaysThatSomethingIsMissing() {
        StampedEvent first = a.publishes(append(KEY, "first"));
        StampedEvent second = a.publishes(append(KEY, "second"));
        c.arrive(a.id, first, second);

        assertThat(declines(first)).isEqualTo(new QuarantineOutcome.Declined());
        assertThat(kept()).hasSize(1);
        configured();
        c.tick();

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"second\"]}");
        assertThat(delivered()).isEqualTo(2);
        assertThat(c.shown().getLast().concealment()).hasToString("EVENTS");
    }

    @Test
    void L3_aDeclinedEventStillRemovesWhatItNames() {
        StampedEvent old = a.publishes(set(KEY, "e1", "/x", "old"));
        StampedEvent replacing = a.publishes(set(KEY, "e2", "/x", "new"));
        c.arrive(a.id, replacing);
        declines(replacing);
        configured();
        c.arrive(a.id, old);
        c.tick();

        assertThat(delivered()).isEqualTo(2);
        assertThat(c.document(KEY))
                .as("the superseded value must not come to light again")
                .doesNotContain("old");
        assertThat(c.stored(KEY).awaitedRemovals()).isEmpty();
    }

    @Test
    void L3_whatALaterEventRemovesOfADeclinedOneIsRemembered() {
        StampedEvent declined = a.publishes(set(KEY, "e1", "/x", "old"));
        StampedEvent replacing = a.publishes(set(KEY, "e2", "/x", "new"));
        c.arrive(a.id, declined);
        declines(declined);
        configured();
        c.arrive(a.id, replacing);
        c.tick();

        assertThat(c.document(KEY)).isEqualTo("{\"x\":\"new\"}");
        assertThat(c.stored(KEY).awaitedRemovals()).isEqualTo(new TreeSet<>(replacing.removals()));
    }

    @Test
    void L8_aDeclinedEventStaysAHoleHoweverOftenItComesAgain() {
        StampedEvent declined = a.publishes(append(KEY, "declined"));
        c.arrive(a.id, declined);
        declines(declined);

        c.arrive(a.id, declined);
        assertThat(kept()).as("before its type is known").isEmpty();
        configured();
        c.arrive(a.id, declined);
        c.tick();
        c.arrive(a.id, declined);
        c.restart();
        c.arrive(a.id, declined);
        c.tick();

        assertThat(delivered()).isEqualTo(1);
        assertThat(c.document(KEY)).isEqualTo("absent");
    }

    @Test
    void L13_aDeclinedEventWaitsForTheDotsBeforeItAlsoWhereItsWholeFormCameIntoTheInbox() {
        StampedEvent first = a.publishes(append(KEY, "first"));
        StampedEvent second = a.publishes(append(KEY, "second"));
        StampedEvent third = a.publishes(append(KEY, "third"));
        c.arrive(a.id, second);
        configured();
        // A tick has not come yet: it is quarantined still, and arrives again.
        c.arrive(a.id, second, third);
        assertThat(c.lane().waiting()).isEqualTo(2);

        assertThat(declines(second)).isEqualTo(new QuarantineOutcome.Declined());
        c.restart();
        c.tick();
        c.arrive(a.id, first);

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"first\",\"third\"]}");
        assertThat(delivered()).isEqualTo(3);
    }

    @Test
    void L13_withoutAnInboxADeclinedEventTakesItsPlaceInTime() {
        c = new LaneSite("cc", REGIONS, KEY, new InboxBounds(0, 0), QuarantineBounds.DEFAULT);
        c.restartWith(Changes.MEMO);
        StampedEvent first = a.publishes(append(KEY, "first"));
        StampedEvent second = a.publishes(append(KEY, "second"));
        c.arrive(a.id, second);
        configured();
        declines(second);
        c.arrive(a.id, second);

        c.arrive(a.id, first);
        c.tick();

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"first\"]}");
        assertThat(delivered()).isEqualTo(2);
    }

    @Test
    void L1_replayKeepsCausalityAndBringsWhatWaitedBehind() {
        StampedEvent cause = b.publishes(append(KEY, "cause"));
        a.arrive(b.id, cause);
        StampedEvent effect = a.publishes(append(KEY, "effect"));
        StampedEvent last = a.publishes(append(KEY, "last"));
        c.arrive(a.id, effect, last);
        configured();

        assertThat(replays(effect)).isEqualTo(new QuarantineOutcome.Waiting());
        assertThat(c.document(KEY)).isEqualTo("absent");
        c.arrive(b.id, cause);

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"cause\",\"effect\",\"last\"]}");
        assertThat(kept()).isEmpty();
        assertThat(replays(effect)).isEqualTo(new QuarantineOutcome.Unknown());
    }

    @Test
    void L1_replayAppliesWhatStoodBehindInTheSameStep() {
        StampedEvent first = a.publishes(append(KEY, "first"));
        StampedEvent second = a.publishes(append(KEY, "second"));
        c.arrive(a.id, first, second);
        configured();

        assertThat(replays(first)).isEqualTo(new QuarantineOutcome.Applied());

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"first\",\"second\"]}");
    }

    @Test
    void L13_replayBringsWhatStoodBehindWithoutWaitingForTheNextTry() {
        c = new LaneSite("cc", REGIONS, KEY, new InboxBounds(0, 0), QuarantineBounds.DEFAULT);
        c.restartWith(Changes.MEMO);
        StampedEvent cause = b.publishes(append(KEY, "cause"));
        a.arrive(b.id, cause);
        StampedEvent effect = a.publishes(append(KEY, "effect"));
        c.arrive(a.id, effect, a.publishes(append(KEY, "last")));
        configured();
        c.tick();
        assertThat(replays(effect)).isInstanceOf(QuarantineOutcome.Kept.class);
        c.arrive(b.id, cause);

        assertThat(replays(effect)).isEqualTo(new QuarantineOutcome.Applied());

        assertThat(c.document(KEY)).isEqualTo("{\"log\":[\"cause\",\"effect\",\"last\"]}");
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatStillCantBeAppliedStaysAndItsAttemptsAreCounted() {
        StampedEvent event = a.publishes(append(KEY, "event"));
        c.arrive(a.id, event);
        long firstFailureMs = c.nowMs;
        c.nowMs += 5_000;

        assertThat(replays(event)).isInstanceOfSatisfying(QuarantineOutcome.Kept.class, still -> {
            assertThat(still.reason()).contains("note");
            assertThat(still.attempts()).isEqualTo(2);
        });
        c.restartWith(Changes.MEMO);

        assertThat(kept()).singleElement().satisfies(record -> {
            assertThat(record.attempts()).isEqualTo(2);
            assertThat(record.firstFailureMs()).isEqualTo(firstFailureMs);
            assertThat(record.item()).isEqualTo(event);
        });
    }

    @Test
    void bothOrdersInOneStepLeaveTheFirstOnesEffect() {
        StampedEvent event = a.publishes(append(KEY, "event"));
        c.arrive(a.id, event);
        configured();
        var id = new QuarantineId(KEY, event.dot());

        c.step(new LaneInput.Decline(1, id, "olga"), new LaneInput.Replay(2, id, "olga"), new LaneInput.Tick());

        assertThat(c.document(KEY)).isEqualTo("absent");
        assertThat(delivered()).isEqualTo(1);
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatOperatorsDoIsAuditedAndOthersAreNot() {
        StampedEvent event = a.publishes(set(KEY, "e1", "/secret", "value"));
        c.arrive(a.id, event);
        replays(event);
        declines(event);
        declines(event);

        assertThat(c.followed(AfterCommit.Audited.class))
                .extracting(audited -> audited.entry().action())
                .containsExactly(AuditAction.QUARANTINE_REPLAYED, AuditAction.HOLE_DECLINED);
        assertThat(c.followed(AfterCommit.Audited.class)).allSatisfy(audited -> {
            assertThat(audited.entry().actor()).isEqualTo("olga");
            assertThat(audited.entry().facts()).containsEntry("dot", event.dot().toString());
            assertThat(audited.entry().toString()).doesNotContain("secret").doesNotContain("value");
        });
    }

    @Test
    void L13_roomIsGivenBackForWhatIsDeclined() {
        c = new LaneSite("cc", REGIONS, KEY, InboxBounds.DEFAULT, new QuarantineBounds(1, Limits.QUARANTINE_BYTES_MAX));
        c.restartWith(Changes.MEMO);
        StampedEvent first = a.publishes(append(KEY, "first"));
        StampedEvent second = a.publishes(append(beside(KEY), "second"));
        c.arrive(a.id, first, second);
        assertThat(new ContextRows(c.store()).quarantined(beside(KEY), Long.MAX_VALUE))
                .isEmpty();

        declines(first);
        c.arrive(a.id, second);

        assertThat(new ContextRows(c.store()).quarantined(beside(KEY), Long.MAX_VALUE))
                .hasSize(1);
    }
}
