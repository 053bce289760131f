package io.crossweave.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final SiteId A = new SiteId("aws-us-east-1", 7);
    private static final SetHashKey HASHES = SetHashKey.PUBLIC;

    private static ContextKey key(int i) {
        return new ContextKey("default", "conversation", "session-" + i);
    }

    private static SetHash hash(int i, int counter) {
        return HASHES.entries(key(i), A).of(counter, 0);
    }

    private static HeldSets holding(int contexts) {
        var held = new HeldSets();
        for (int i = 0; i < contexts; i++) {
            held.put(key(i), hash(i, 1));
        }
        return held;
    }

    /** What a comparison found, and the bytes of what was asked and told, as messages count them. */
    private record Outcome(List<Held> differences, long bytes, int rounds) {
        TreeSet<Long> fingerprints() {
            var found = new TreeSet<Long>();
            differences.forEach(each -> found.add(each.fingerprint()));
            return found;
        }
    }

    private static Outcome compare(Holdings here, Holdings there) {
        var comparison = new Comparison(here);
        var found = new ArrayList<Held>();
        long bytes = 0;
        int rounds = 0;
        while (!comparison.isDone()) {
            List<Area> asks = comparison.asks();
            List<Told> told = asks.stream().map(area -> Telling.of(area, there)).toList();
            bytes += ToldBytes.ofAsks(asks) + ToldBytes.ofTold(told);
            comparison.take(told);
            found.addAll(comparison.takeDifferences());
            rounds++;
        }
        return new Outcome(found, bytes, rounds);
    }

    @Test
    void L14_tenOfAHundredThousandContextsAreFoundForAFewBytesOfWhatAllIdsWouldTake() {
        // Given
        int contexts = 100_000;
        HeldSets here = holding(contexts);
        HeldSets there = here.copy();
        var differing = new TreeSet<Long>();
        for (int i = 0; i < 10; i++) {
            int context = i * 9_973;
            differing.add(key(context).fingerprint());
            there.put(key(context), i % 2 == 0 ? SetHash.ZERO : hash(context, 2));
        }

        // When
        Outcome outcome = compare(here, there);

        // Then
        long allIds = contexts * (long) (Long.BYTES + SetHash.BYTES);
        System.out.printf(
                "%d differing of %d contexts: %d bytes in %d rounds, %.2f %% of the %d bytes of all ids%n",
                differing.size(),
                contexts,
                outcome.bytes(),
                outcome.rounds(),
                100.0 * outcome.bytes() / allIds,
                allIds);
        assertThat(outcome.fingerprints()).isEqualTo(differing);
        // Against the ids alone, eight bytes each, without what is held of them.
        assertThat(outcome.bytes() * 20).isLessThanOrEqualTo(contexts * (long) Long.BYTES);
    }

    @Test
    void L14_equalSitesSayOneRoundAndFindNothing() {
        Outcome outcome = compare(holding(20_000), holding(20_000));

        assertThat(outcome.differences()).isEmpty();
        assertThat(outcome.rounds()).isEqualTo(1);
    }

    @Test
    void L14_whatOnlyOneSideHoldsIsFoundOnBothSides() {
        HeldSets here = holding(500);
        HeldSets there = holding(500);
        here.put(key(7_000), hash(7_000, 1));
        there.put(key(7_000), SetHash.ZERO);
        there.put(key(8_000), hash(8_000, 1));

        Outcome outcome = compare(here, there);

        assertThat(outcome.fingerprints())
                .containsExactlyInAnyOrder(key(7_000).fingerprint(), key(8_000).fingerprint());
    }

    @Test
    void L14_whatTheOtherSideHasNeverHeardOfIsNoDifference() {
        assertThat(compare(holding(300), new HeldSets()).differences()).isEmpty();
        assertThat(compare(new HeldSets(), holding(300)).differences()).hasSize(300);
    }

    @Test
    void anAnswerThatWasNotAskedForChangesNothing() {
        HeldSets here = holding(100);
        var comparison = new Comparison(here);

        comparison.take(List.of(Telling.of(Area.ofShard(3), new HeldSets())));

        assertThat(comparison.asks()).containsExactly(Area.WHOLE);
        assertThat(comparison.takeDifferences()).isEmpty();
    }
}
