package io.crossweave.core.link;

import static io.crossweave.core.link.LaneBench.envelopes;
import static io.crossweave.core.scripted.Changes.append;
import static io.crossweave.core.scripted.Changes.beside;
import static io.crossweave.core.scripted.Changes.note;
import static io.crossweave.core.scripted.Changes.urgent;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.scripted.Changes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client calls an event urgent: what is not sent of its context goes before other contexts, and nothing else changes (L12). */
class UrgentEventTest {
    private static final ContextKey FIRST = note("c");
    private static final List<ContextKey> BESIDE = beside(FIRST, 2);
    private static final ContextKey SECOND = BESIDE.get(0);
    private static final ContextKey THIRD = BESIDE.get(1);
    private static final int BEHIND = 10;

    private LaneBench bench = narrow(1);
    private int events;

    /** So many envelopes may be under way; what is sent in the background is one item a second. */
    private static LaneBench narrow(int envelopes) {
        var bench = new LaneBench(
                FIRST,
                Changes.NOTE,
                () -> new SendRoom(
                        new WindowBounds(envelopes, Limits.WINDOW_BYTES_MAX),
                        new CatchUpPace(Limits.CATCH_UP_ITEM_BYTES_MIN, 1_000L * Limits.CATCH_UP_ITEM_BYTES_MIN),
                        BEHIND));
        bench.site.policy.withhold((event, to) -> to.equals("bb"));
        return bench;
    }

    private void publish(ContextKey key) {
        bench.site.publishes(append(key, "e" + ++events));
    }

    private void publishUrgent(ContextKey key) {
        bench.site.publishes(urgent(append(key, "e" + ++events)));
    }

    /** All three contexts are shared, and one envelope is under way: nothing has room. */
    private void full() {
        for (ContextKey key : List.of(FIRST, SECOND, THIRD)) {
            publish(key);
            bench.pump();
            bench.confirm(bench.lane().lastNumber());
        }
        bench.pump();
        bench.confirm(bench.lane().lastNumber());
        publish(THIRD);
        assertThat(bench.pump()).isEqualTo(envelopes(dot(THIRD, 2)));
    }

    private static String dot(ContextKey key, int counter) {
        return key.id() + ":" + counter;
    }

    private static String dots(ContextKey key, int from, int to) {
        return String.join(
                " ",
                IntStream.rangeClosed(from, to)
                        .mapToObj(counter -> dot(key, counter))
                        .toList());
    }

    private List<List<String>> next() {
        bench.confirm(bench.lane().lastNumber());
        return bench.pump();
    }

    private List<String> all() {
        var sent = new ArrayList<String>();
        for (int round = 0; round < 1_000 && !bench.lane().isIdle(); round++) {
            bench.site.nowMs += 1_000;
            next().forEach(sent::addAll);
        }
        assertThat(bench.lane().isIdle()).isTrue();
        return sent;
    }

    @Test
    void L12_whatIsNotSentOfTheContextGoesFirstAndInItsOrder() {
        full();
        publish(SECOND);
        publish(FIRST);
        publish(SECOND);
        publishUrgent(FIRST);
        publish(THIRD);
        assertThat(bench.pump()).isEmpty();

        assertThat(next()).isEqualTo(envelopes(dots(FIRST, 2, 3) + " " + dots(SECOND, 2, 3) + " " + dot(THIRD, 3)));
        bench.confirm(bench.lane().lastNumber());
        bench.tick();
        assertThat(bench.lane().isIdle()).isTrue();
    }

    @Test
    void L12_whatIsOrdinaryKeepsTheOrderOfTheLog() {
        full();
        publish(SECOND);
        publish(FIRST);
        publish(SECOND);

        bench.pump();

        assertThat(next()).isEqualTo(envelopes(dot(SECOND, 2) + " " + dot(FIRST, 2) + " " + dot(SECOND, 3)));
    }

    @Test
    void L12_ofALaneThatIsBehindTheWholeContextLeavesAtOnceAndTheRestAtItsPace() {
        full();
        for (int i = 0; i < 5 * BEHIND; i++) {
            publish(SECOND);
            publish(FIRST);
        }
        publishUrgent(FIRST);
        publish(SECOND);

        bench.pump();

        assertThat(next().getFirst())
                .isEqualTo(List.of(dots(FIRST, 2, 5 * BEHIND + 2).split(" ")));
        assertThat(all())
                .containsExactlyElementsOf(
                        List.of(dots(SECOND, 2, 5 * BEHIND + 2).split(" ")));
    }

    @Test
    void L12_aCrashAfterTheUrgentRunWasConfirmedLosesNothingThatItWentBefore() {
        full();
        publish(SECOND);
        publish(FIRST);
        publishUrgent(FIRST);
        bench.pump();
        bench.confirm(bench.lane().lastNumber());
        bench.handOver();
        bench.tick();

        bench.restart();

        assertThat(bench.pump().stream().flatMap(List::stream)).contains(dot(SECOND, 2), dot(FIRST, 2), dot(FIRST, 3));
    }

    @Test
    void L12_aCrashWhileAnUrgentRunIsOnHoldLosesNothingThatWasPassedOver() {
        full();
        publish(SECOND);
        publish(FIRST);
        bench.site.policy.hold((event, to) -> event.key().equals(FIRST));
        publishUrgent(FIRST);
        bench.pump();
        next();
        bench.confirm(bench.lane().lastNumber());
        bench.tick();

        bench.restart();
        bench.site.policy.release((event, to) -> true);

        assertThat(all()).contains(dot(FIRST, 2), dot(FIRST, 3));
    }

    @Test
    void L8_whatIsOnHoldStaysSoHoweverUrgent() {
        full();
        publish(SECOND);
        publish(FIRST);
        bench.site.policy.hold((event, to) -> event.key().equals(FIRST));
        publishUrgent(FIRST);
        bench.pump();

        assertThat(next()).isEqualTo(envelopes(dot(SECOND, 2)));
        assertThat(bench.lane().heldContexts()).isEqualTo(1);

        bench.site.policy.release((event, to) -> true);
        bench.tick();
        assertThat(next()).isEqualTo(envelopes(dots(FIRST, 2, 3)));
    }

    @Test
    void L8_aRegionThatIsToShareTheContextSharesItFirst() {
        publish(SECOND);
        publishUrgent(FIRST);

        List<String> sent = bench.pump().stream().flatMap(List::stream).toList();
        sent = new ArrayList<>(sent);
        sent.addAll(all());

        assertThat(sent).contains(dot(FIRST, 1), FIRST.id() + "?").containsOnlyOnce(dot(FIRST, 1));
    }

    /** Any client may call an event urgent, also in a context of which a late sharer is still owed everything. */
    @Test
    void L17_whatALateSharerIsOwedStaysInTheBackground() {
        bench.site.policy.withhold((event, to) -> event.key().equals(SECOND));
        for (int i = 0; i <= 3 * Limits.AT_ONCE_DOTS_MAX; i++) {
            publish(SECOND);
        }
        publish(FIRST);
        bench.pump();
        next();
        bench.site.policy.release((event, to) -> true);
        publish(SECOND);
        bench.pump();
        publishUrgent(SECOND);
        publish(FIRST);
        bench.pump();

        List<String> sent = next().stream().flatMap(List::stream).toList();
        assertThat(sent).contains(dot(FIRST, 2));
        assertThat(sent.stream().filter(text -> text.startsWith(SECOND.id()))).hasSizeLessThan(Limits.AT_ONCE_DOTS_MAX);
        assertThat(all()).contains(dot(SECOND, 3 * Limits.AT_ONCE_DOTS_MAX + 3));
    }

    @Test
    void anUrgentEventWaitsForNoOthersToFillItsEnvelope() {
        ContextKey key = new ContextKey("t", "memo", "m");
        bench = new LaneBench(key, Changes.MEMO);
        bench.site.policy.withhold((event, to) -> to.equals("bb"));
        publish(key);
        assertThat(bench.pump()).as("its tier waits for more").isEmpty();

        publishUrgent(key);

        assertThat(bench.pump()).isEqualTo(envelopes(dot(key, 1) + " m? " + dot(key, 2)));
    }

    @Test
    void L12_whateverIsUrgentEachDotLeavesOnceAndInItsContextsOrder() {
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            bench = narrow(1 + random.nextInt(3));
            var published = new TreeMap<ContextKey, Integer>();
            var sent = new ArrayList<String>();
            for (int i = 0; i < 120; i++) {
                ContextKey key = List.of(FIRST, SECOND, THIRD).get(random.nextInt(3));
                published.merge(key, 1, Integer::sum);
                if (random.nextInt(6) == 0) {
                    publishUrgent(key);
                } else {
                    publish(key);
                }
                switch (random.nextInt(6)) {
                    case 0 -> bench.pump().forEach(sent::addAll);
                    case 1 -> next().forEach(sent::addAll);
                    case 2 -> bench.loseHandOver();
                    case 3 -> bench.handOver();
                    default -> {}
                }
            }
            sent.addAll(all());
            for (ContextKey key : published.keySet()) {
                List<String> of = sent.stream()
                        .filter(text -> text.startsWith(key.id() + ":"))
                        .toList();
                assertThat(of)
                        .as("seed %s", seed)
                        .containsExactly(dots(key, 1, published.get(key)).split(" "));
            }
            assertThat(bench.sentItems()).allMatch(StampedEvent.class::isInstance);
        }
    }
}
