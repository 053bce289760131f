package io.crossweave.core.link;

import static io.crossweave.core.scripted.Changes.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnedAwayContextsTest {
    private static final ContextKey KEY = note("c");

    private final TurnedAwayContexts contexts = new TurnedAwayContexts();

    private static CatchUp run(long from, long to) {
        return new CatchUp(KEY, new LogPlace(from, from * 10), from, to);
    }

    private static SentEnvelope number(long from, long to) {
        return new SentEnvelope(1, List.of(new ItemSource.OwnDots(KEY, from, to)), 1, 1, 1, 0);
    }

    private List<CatchUp> offersAfter(long ms) {
        return contexts.offer(ms);
    }

    @Test
    void L13_oneDotIsOfferedAndLongerPartsFollowEachThatIsCommitted() {
        contexts.add(run(5, 40), 0);

        assertThat(offersAfter(Limits.TURNED_AWAY_RETRY_MS - 1)).isEmpty();
        assertThat(offersAfter(Limits.TURNED_AWAY_RETRY_MS))
                .containsExactly(run(5, 40).to(5));
        assertThat(offersAfter(1_000_000)).isEmpty();
        contexts.confirmed(number(5, 5));
        assertThat(offersAfter(1_000_000)).containsExactly(run(5, 40).from(6).to(13));
        contexts.confirmed(number(6, 9));
        assertThat(offersAfter(1_000_000)).isEmpty();
        contexts.confirmed(number(10, 13));
        assertThat(offersAfter(1_000_000)).containsExactly(run(5, 40).from(14));
        contexts.confirmed(number(14, 40));
        assertThat(contexts.size()).isZero();
    }

    @Test
    void L13_eachTimeItIsTurnedAwayItWaitsTwiceAsLongUpToALimit() {
        contexts.add(run(5, 9), 0);
        long nowMs = 0;
        long pauseMs = Limits.TURNED_AWAY_RETRY_MS;
        for (int i = 0; i < 10; i++) {
            assertThat(offersAfter(nowMs + pauseMs - 1)).isEmpty();
            assertThat(offersAfter(nowMs + pauseMs)).hasSize(1);
            nowMs += pauseMs;
            contexts.add(run(5, 5), nowMs);
            pauseMs = Math.min(2 * pauseMs, Limits.TURNED_AWAY_RETRY_MS_MAX);
        }
    }

    @Test
    void L13_severalNumbersThatAreTurnedAwayTogetherCountOnce() {
        contexts.add(run(7, 8), 0);
        contexts.add(run(5, 6), 0);
        contexts.add(run(9, 9), 0);

        assertThat(offersAfter(Limits.TURNED_AWAY_RETRY_MS))
                .containsExactly(run(5, 9).to(5));
    }

    @Test
    void L13_whatWaitsBeforeADotThatIsUnderWayIsNotForgottenWithIt() {
        contexts.add(run(7, 8), 0);
        offersAfter(Limits.TURNED_AWAY_RETRY_MS);

        contexts.add(run(6, 6), Limits.TURNED_AWAY_RETRY_MS);
        contexts.confirmed(number(7, 7));

        assertThat(offersAfter(1_000_000)).containsExactly(run(6, 8).to(6));
    }

    @Test
    void L13_whatWaitsKeepsItsPlaceInTheLogUntilItIsCommitted() {
        contexts.add(run(7, 8), 0);
        contexts.extend(KEY, 20);
        contexts.add(run(5, 6), 0);
        offersAfter(1_000_000);
        contexts.confirmed(number(5, 5));

        assertThat(contexts.lowestPosition()).isEqualTo(5);
        assertThat(contexts.oldestCommittedMs()).isEqualTo(50);
        offersAfter(1_000_000);
        contexts.confirmed(number(6, 13));
        offersAfter(1_000_000);
        contexts.confirmed(number(14, 20));
        assertThat(contexts.lowestPosition()).isEqualTo(Long.MAX_VALUE);
    }
}
