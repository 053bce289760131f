package io.crossweave.core.link;

import static io.crossweave.core.link.LaneBench.envelopes;
import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

class HeldRunTest {
    private static final ContextKey KEY = note("c");
    private static final ContextKey OTHER = beside(KEY);

    private final LaneBench bench = new LaneBench(KEY);

    private void publish(int from, int to) {
        for (int i = from; i <= to; i++) {
            bench.site.publishes(append(KEY, "e" + i));
        }
    }

    private static BiPredicate<StampedEvent, String> counters(long from, long to) {
        return (event, destination) -> destination.equals(LaneBench.DESTINATION)
                && event.key().equals(KEY)
                && event.dot().counter() >= from
                && event.dot().counter() <= to;
    }

    /** Ticks, shares what is asked for, and pumps. */
    private List<List<String>> retry() {
        bench.tick();
        bench.shareRequested();
        return bench.pump();
    }

    @Test
    void L8_aHoldSendsNothingOfItsContextNoPlaceholderAndNoNotice() {
        bench.site.policy.hold(counters(1, 9));
        publish(1, 3);

        assertThat(bench.pump()).isEmpty();
        assertThat(retry()).isEmpty();
        assertThat(bench.lane().heldContexts()).isEqualTo(1);
    }

    @Test
    void L8_aHoldParksItsContextOnly() {
        publish(1, 1);
        bench.pump();
        bench.site.policy.hold(counters(2, 9));
        publish(2, 2);
        bench.site.publishes(append(OTHER, "o1"));
        publish(3, 3);
        bench.site.publishes(append(OTHER, "o2"));

        String other = OTHER.id();
        assertThat(bench.pump()).isEqualTo(envelopes(other + ":1 " + other + "? " + other + ":2"));
    }

    @Test
    void L8_releaseResumesInOrderFromTheLog() {
        publish(1, 1);
        bench.pump();
        bench.site.policy.hold(counters(2, 9));
        publish(2, 4);
        bench.pump();

        bench.site.policy.releaseAll();
        publish(5, 5);
        bench.tick();

        assertThat(bench.pump()).isEqualTo(envelopes("c:2 c:3 c:4 c? c:5"));
        assertThat(bench.lane().heldContexts()).isZero();
    }

    @Test
    void L8_aHoldKeepsTheConfirmedPositionBelowAndOutlivesARestart() {
        publish(1, 1);
        bench.pump();
        bench.site.policy.hold(counters(2, 9));
        publish(2, 2);
        bench.site.publishes(append(OTHER, "o1"));
        bench.pump();
        bench.confirm(bench.lane().lastNumber());
        bench.tick();
        long held = bench.confirmedPosition();

        bench.restart();
        bench.site.policy.releaseAll();

        assertThat(held).isLessThan(3);
        assertThat(bench.pump().stream().flatMap(List::stream)).contains("c:2");
    }

    @Test
    void L8_aHoldThatBecomesAWithholdDoesNotSwallowTheReleaseBehindIt() {
        bench.site.policy.hold(counters(1, 9));
        publish(1, 3);
        bench.pump();

        bench.site.policy.releaseAll().withhold(counters(1, 2));

        assertThat(retry()).isEqualTo(envelopes("c:1-2. c:3 c?"));
    }

    @Test
    void L8_aHoldThatBecomesAWithholdOfEverythingLeavesTheContextUnmentioned() {
        bench.site.policy.hold(counters(1, 9));
        publish(1, 3);
        bench.pump();

        bench.site.policy.releaseAll().withhold(counters(1, 9));

        assertThat(retry()).isEmpty();
        assertThat(bench.lane().heldContexts()).isZero();
        assertThat(bench.lane().isIdle()).isTrue();
    }

    @Test
    void L8_aHoldThatBecomesAReleaseAsksOnceForTheContextToBeShared() {
        bench.site.policy.hold(counters(1, 9));
        publish(1, 2);
        bench.pump();
        bench.site.policy.releaseAll();

        bench.tick();
        bench.tick();

        assertThat(bench.shareRequested()).isEqualTo(1);
        assertThat(bench.pump()).isEqualTo(envelopes("c:1 c:2 c?"));
    }

    @Test
    void L8_aWithheldEventIsNotMentionedWhereTheContextIsNotShared() {
        bench.site.policy.withhold(counters(1, 9));
        publish(1, 3);

        assertThat(bench.pump()).isEmpty();
    }

    @Test
    void L8_aNewSharerGetsTheDotsSoFarWithTheReleaseThatMadeItOne() {
        bench.site.policy.withhold(counters(1, 3)).release(counters(2, 2));
        bench.site.policy.withhold(counters(1, 2));
        publish(1, 5);

        assertThat(bench.pump()).isEqualTo(envelopes("c:1-3. c:4 c? c:5"));
    }

    @Test
    void L8_aPlaceholderNeverGoesAheadOfTheReleaseNextToIt() {
        bench.site.policy.withhold(counters(1, 3));
        publish(1, 4);
        bench.site.policy.hold(counters(4, 9));

        assertThat(bench.pump()).isEmpty();
        assertThat(retry()).isEmpty();
        publish(5, 5);
        assertThat(bench.pump()).isEmpty();

        bench.site.policy.releaseAll().withhold(counters(1, 3));
        assertThat(retry()).isEqualTo(envelopes("c:1-3. c:4 c:5 c?"));
    }

    @Test
    void L8_aCatchUpThatMeetsAHoldGoesOnFromThereAlsoAfterARestart() {
        bench.site.policy.withhold((event, to) -> true);
        publish(1, 6);
        bench.pump();
        bench.site.policy.releaseAll().withhold(counters(3, 3)).hold(counters(4, 4));
        bench.site.arrive(new SiteId("bb", 7), new SharersNotice(KEY, new TreeSet<>(Set.of("cc"))));

        assertThat(bench.pump()).isEqualTo(envelopes("c:1 c:2"));
        bench.confirm(1);
        bench.tick();
        bench.restart();
        bench.site.policy.releaseAll().withhold(counters(3, 3));

        assertThat(bench.pump()).isEqualTo(envelopes("c:1 c:2 c:3-3. c:4 c:5 c:6 c?"));
    }

    @Test
    void L8_anOriginThatHearsOfASharerSendsItsWithheldDotsAsPlaceholders() {
        bench.site.policy.withhold((event, to) -> true);
        publish(1, 3);
        bench.pump();

        bench.site.arrive(new SiteId("cc", 7), new SharersNotice(KEY, new TreeSet<>(Set.of("cc"))));

        assertThat(bench.pump()).isEqualTo(envelopes("c:1-3. c?"));
    }

    @Test
    void aLongWithheldHistoryLeavesInBoundedPlaceholders() {
        bench.site.policy.withhold((event, to) -> true);
        publish(1, Limits.PLACEHOLDER_DOTS_MAX + 10);
        bench.pump();

        bench.site.arrive(new SiteId("cc", 7), new SharersNotice(KEY, new TreeSet<>(Set.of("cc"))));

        assertThat(bench.pump().getFirst())
                .containsExactly(
                        "c:1-" + Limits.PLACEHOLDER_DOTS_MAX + ".",
                        "c:" + (Limits.PLACEHOLDER_DOTS_MAX + 1) + "-" + (Limits.PLACEHOLDER_DOTS_MAX + 10) + ".",
                        "c?");
    }

    @Test
    void L8_noPieceOfALongWithheldRunGoesAheadOfTheReleaseBehindIt() {
        // Given
        int withheld = 2 * Limits.PLACEHOLDER_DOTS_MAX + 5;
        bench.site.policy.withhold(counters(1, withheld));
        publish(1, withheld + 1);
        bench.site.policy.hold(counters(withheld + 1, withheld + 1));

        // Then
        assertThat(bench.pump()).isEmpty();
        assertThat(retry()).isEmpty();
        bench.restart();
        assertThat(bench.pump()).isEmpty();

        // When
        bench.site.policy.releaseAll().withhold(counters(1, withheld));

        // Then
        assertThat(retry().stream().flatMap(List::stream))
                .containsExactly(
                        "c:1-" + Limits.PLACEHOLDER_DOTS_MAX + ".",
                        "c:" + (Limits.PLACEHOLDER_DOTS_MAX + 1) + "-" + 2 * Limits.PLACEHOLDER_DOTS_MAX + ".",
                        "c:" + (2 * Limits.PLACEHOLDER_DOTS_MAX + 1) + "-" + withheld + ".",
                        "c:" + (withheld + 1),
                        "c?");
    }

    @Test
    void L8_aLongWithheldRunWaitsForTheHoldBehindItAlsoWhereThatCameAfterTheRun() {
        // Given: cc shares the context from its first dot on
        publish(1, 1);
        bench.pump();
        int last = Limits.PLACEHOLDER_DOTS_MAX + 10;
        bench.site.policy.withhold(counters(2, last)).hold(counters(last + 1, last + 1));
        publish(2, last + 1);

        assertThat(bench.pump()).isEmpty();
        assertThat(retry()).isEmpty();
    }

    @Test
    void L8_whenTooManyContextsAreHeldTheLaneStopsAndTheLogKeepsAll() {
        bench.site.policy.hold((event, to) -> !event.stamp().eventId().equals("free"));
        List<ContextKey> keys = beside(KEY, Limits.PARKED_CONTEXTS_MAX);
        keys.forEach(key -> bench.site.publishes(append(key, "held-" + key.id())));
        bench.site.publishes(append(KEY, "free"));
        assertThat(bench.pump()).isEmpty();
        assertThat(bench.lane().queued()).isPositive();

        bench.site.policy.releaseAll();
        bench.tick();
        assertThat(bench.shareRequested()).isEqualTo(keys.size());
        bench.tick();

        assertThat(bench.pump().stream().flatMap(List::stream))
                .contains("c:1", keys.getLast().id() + ":1");
    }

    @Test
    void L8_afterARestartNothingGoesAheadOfTheReleaseOnHoldThatMadeTheDestinationASharer() {
        // Given: the first three are withheld from cc, the fourth is what it shares the context for
        bench.site.policy.withhold(counters(1, 3));
        publish(1, 4);
        bench.restart();

        // When
        bench.site.policy.hold(counters(4, 9));

        // Then
        assertThat(bench.pump()).isEmpty();
        assertThat(retry()).isEmpty();
        bench.restart();
        assertThat(bench.pump()).isEmpty();
        publish(5, 5);
        assertThat(bench.pump()).isEmpty();

        bench.site.policy.releaseAll().withhold(counters(1, 3));
        assertThat(retry()).isEqualTo(envelopes("c:1-3. c:4 c:5 c?"));
    }

    @Test
    void L8_afterARestartNothingGoesAheadOfAReleaseOnHoldThatANoticeAskedFor() {
        bench.site.policy.withhold((event, to) -> true);
        publish(1, 3);
        bench.site.arrive(new SiteId("bb", 7), new SharersNotice(KEY, new TreeSet<>(Set.of("cc"))));

        bench.restart();
        bench.site.policy.releaseAll().withhold(counters(1, 2)).hold(counters(3, 3));

        assertThat(bench.pump()).isEmpty();
        assertThat(retry()).isEmpty();
    }

    @Test
    void L8_afterARestartDotsFromBeforeTheSharingAreSentOnceByTheRunThatItAskedFor() {
        bench.site.policy.withhold(counters(1, 3));
        publish(1, 4);

        bench.restart();
        bench.site.policy.releaseAll();

        assertThat(bench.pump()).isEqualTo(envelopes("c:1 c:2 c:3 c:4 c?"));
        assertThat(retry()).isEmpty();
        assertThat(bench.lane().heldContexts()).isZero();
    }

    @Test
    void L8_afterARestartAHoldOnADotFromBeforeTheSharingParksTheWholeRun() {
        bench.site.policy.withhold(counters(1, 3));
        publish(1, 4);

        bench.restart();
        bench.site.policy.releaseAll().hold(counters(2, 2));

        assertThat(bench.pump()).isEqualTo(envelopes("c:1"));
        assertThat(bench.lane().heldContexts()).isEqualTo(1);
        bench.site.policy.releaseAll();
        assertThat(retry()).isEqualTo(envelopes("c:2 c:3 c:4 c?"));
    }

    @Test
    void L8_whatIsWithheldRightBeforeAHoldIsParkedWithItAlsoWhereTheLogIsReadAgain() {
        publish(1, 1);
        bench.pump();
        bench.confirm(1);
        bench.site.policy.hold(counters(2, 9));
        publish(2, 4);
        bench.pump();

        bench.restart();
        bench.site.policy.releaseAll().withhold(counters(2, 3)).hold(counters(4, 4));

        assertThat(bench.pump()).isEmpty();
        assertThat(retry()).isEmpty();
        bench.restart();
        assertThat(bench.pump()).isEmpty();
        bench.site.policy.releaseAll().withhold(counters(2, 3));
        assertThat(retry()).isEqualTo(envelopes("c:2-3. c:4 c?"));
    }

    @Test
    void L8_aRunThatEndsWithheldIsParkedWithTheHoldRightBehindIt() {
        bench.site.policy.withhold((event, to) -> true);
        publish(1, 2);
        bench.pump();
        bench.site.arrive(new SiteId("bb", 7), new SharersNotice(KEY, new TreeSet<>(Set.of("cc"))));
        bench.site.publishes(append(OTHER, "between"));
        publish(3, 3);

        bench.site.policy.releaseAll().withhold((event, to) -> true).hold(counters(3, 3));
        assertThat(bench.pump()).isEmpty();

        bench.site.policy.releaseAll().withhold(counters(1, 2));
        assertThat(retry()).isEqualTo(envelopes("c:1-2. c:3 c?"));
    }

    @Test
    void L8_withheldDotsOfASharerLeaveAtOnceWhereNothingIsOnHold() {
        publish(1, 1);
        bench.pump();
        bench.site.policy.withhold(counters(2, 4));
        publish(2, 4);

        assertThat(bench.pump()).isEqualTo(envelopes("c:2-2. c:3-3. c:4-4."));
    }

    @Test
    void L12_aHoldKeepsTheWatermarkBack() {
        publish(1, 1);
        bench.pump();
        bench.site.policy.hold(counters(2, 9));
        long heldMs = bench.site.nowMs += 1_000;
        publish(2, 2);
        bench.site.nowMs += 5_000;
        bench.site.publishes(append(OTHER, "o1"));
        bench.pump();

        assertThat(bench.lane().watermark(bench.site.nowMs).millis()).isEqualTo(heldMs - 1);
    }
}
