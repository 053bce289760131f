package io.crossweave.core.causality;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The clock of a site (L7), in milliseconds of a wall clock and a monotonic one. */
final class SiteClockTest {
    private static final long WALL = 1_700_000_000_000L;
    private static final long TEN_YEARS_MS = 10L * 365 * 86_400_000;

    private final SiteClock clock = new SiteClock(WALL, 5_000, 0, Long.MAX_VALUE);

    @Test
    void startsWithTheWallClock() {
        assertThat(clock.advance(WALL, 5_000)).isEqualTo(WALL);
        assertThat(clock.advance(WALL + 100, 5_100)).isEqualTo(WALL + 100);
    }

    @Test
    void L7_doesNotStartBehindWhatItsSiteHasCommitted() {
        var behind = new SiteClock(WALL, 0, WALL + 70_000, Long.MAX_VALUE);

        assertThat(behind.advance(WALL + 10, 10)).isEqualTo(WALL + 70_010);
    }

    @Test
    void L7_showsNoTimeThatIsNotReserved() {
        var reserving = new SiteClock(WALL, 0, 0, WALL + 3_000);

        assertThat(reserving.advance(WALL + 5_000, 5_000)).isEqualTo(WALL + 3_000);
        assertThat(reserving.toReserveMs()).isEqualTo(WALL + 6_000);
        reserving.reserved(WALL + 6_000);
        assertThat(reserving.advance(WALL + 5_001, 5_001)).isEqualTo(WALL + 5_001);
    }

    @Test
    void L7_aStepThatPeersAgreeWithIsReservedBeforeItIsTaken() {
        var reserving = new SiteClock(WALL, 0, 0, WALL + 3_000);
        reserving.heard("bb", WALL + TEN_YEARS_MS, 0);
        reserving.heard("cc", WALL + TEN_YEARS_MS, 0);

        assertThat(reserving.advance(WALL + TEN_YEARS_MS + 1, 1)).isEqualTo(WALL + 1);
        reserving.reserved(reserving.toReserveMs());
        assertThat(reserving.advance(WALL + TEN_YEARS_MS + 2, 2)).isEqualTo(WALL + TEN_YEARS_MS + 2);
        assertThat(reserving.unconfirmedStepMs()).isZero();
    }

    @Test
    void L7_whatIsReservedAnewIsNeverLessThanWhatMayBeShown() {
        var lapsing = new SiteClock(WALL, 0, 0, WALL + 3_000);
        lapsing.heard("bb", WALL + TEN_YEARS_MS, 0);
        lapsing.heard("cc", WALL + TEN_YEARS_MS, 0);
        lapsing.advance(WALL + TEN_YEARS_MS + 1, 1);
        long far = lapsing.toReserveMs();
        lapsing.advance(WALL + 2, 2);
        long near = lapsing.toReserveMs();
        lapsing.reserved(far);
        lapsing.reserved(near);

        assertThat(near).isLessThan(far);
        assertThat(lapsing.advance(WALL + TEN_YEARS_MS + 3, 3)).isLessThanOrEqualTo(near);
    }

    @Test
    void L7_followsASmallStepOfTheWallClock() {
        assertThat(clock.advance(WALL + 1_000 + 300, 6_000)).isEqualTo(WALL + 1_300);
        assertThat(clock.unconfirmedStepMs()).isZero();
    }

    @Test
    void L7_doesNotFollowAWallClockThatRunsAway() {
        long last = 0;
        for (int i = 1; i <= 10_000; i++) {
            last = clock.advance(WALL + 400L * i, 5_000 + i);
        }

        assertThat(last - WALL).as("ten seconds of monotonic time").isBetween(10_000L, 11_000L);
        assertThat(clock.unconfirmedStepMs()).isGreaterThan(3_000_000);
    }

    @Test
    void L7_followsAWallClockThatTheNetworkDisciplinesSlowly() {
        // 500 parts in a million, the most that time services slew by.
        long last = 0;
        for (int i = 1; i <= 100_000; i++) {
            last = clock.advance(WALL + 1_000L * i + i / 2, 5_000 + 1_000L * i);
        }

        assertThat(last).isEqualTo(WALL + 100_050_000L);
        assertThat(clock.unconfirmedStepMs()).isZero();
    }

    @Test
    void L7_aFewMillisecondsThatAreNotFollowedYetAreNotReported() {
        clock.advance(WALL + 1_000 + 500, 6_000); // takes up all that may be followed at once

        assertThat(clock.advance(WALL + 1_000 + 503, 6_000)).isEqualTo(WALL + 1_500);
        assertThat(clock.unconfirmedStepMs()).isZero();
        clock.advance(WALL + 1_000 + 1_000, 6_000);
        assertThat(clock.unconfirmedStepMs()).isEqualTo(500);
    }

    @Test
    void L7_aStepThatNobodyConfirmsIsReportedAndNotAdopted() {
        long time = clock.advance(WALL + 1_000 + TEN_YEARS_MS, 6_000);

        assertThat(time).isEqualTo(WALL + 1_000);
        assertThat(clock.unconfirmedStepMs()).isEqualTo(TEN_YEARS_MS);
    }

    @Test
    void L7_aStepThatIsTakenBackIsForgotten() {
        clock.advance(WALL + 1_000 + TEN_YEARS_MS, 6_000);

        assertThat(clock.advance(WALL + 2_000, 7_000)).isEqualTo(WALL + 2_000);
        assertThat(clock.unconfirmedStepMs()).isZero();
    }

    @Test
    void L7_aMajorityOfHeartbeatsConfirmsAStep() {
        clock.heard("b", WALL + 60_000, 5_000);
        clock.heard("c", WALL + 60_200, 5_000);

        assertThat(clock.advance(WALL + 61_000, 6_000)).isEqualTo(WALL + 61_000);
        assertThat(clock.unconfirmedStepMs()).isZero();
    }

    @Test
    void L7_oneOfTwoPeersIsNoMajority() {
        clock.heard("b", WALL + 60_000, 5_000);
        clock.heard("c", WALL, 5_000);

        assertThat(clock.advance(WALL + 61_000, 6_000)).isEqualTo(WALL + 1_000);
        assertThat(clock.unconfirmedStepMs()).isEqualTo(60_000);
    }

    @Test
    void L7_peersThatAgreeWithEachOtherButNotWithTheStepDoNotConfirmIt() {
        clock.heard("b", WALL + 30_000, 5_000);
        clock.heard("c", WALL + 30_000, 5_000);

        assertThat(clock.advance(WALL + 61_000, 6_000)).isEqualTo(WALL + 1_000);
    }

    @Test
    void L7_neverGoesBack() {
        var random = new Random(7);
        clock.heard("b", WALL - 90_000, 5_000);
        clock.heard("c", WALL - 90_000, 5_000);
        long last = 0;
        long monotonic = 5_000;
        for (int i = 0; i < 10_000; i++) {
            monotonic += random.nextInt(50);
            long wall =
                    WALL + monotonic - 5_000 + random.nextInt(2_000) - 1_000 - (random.nextInt(50) == 0 ? 90_000 : 0);
            long time = clock.advance(wall, monotonic);
            assertThat(time).isGreaterThanOrEqualTo(last);
            last = time;
        }
    }
}
