package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.MemoryStore;
import org.junit.jupiter.api.Test;

class SiteIdentityTest {
    private static final long WALL = 1_700_000_000_000L;

    private final MemoryStore disk = new MemoryStore();

    @Test
    void L15_anIncarnationIsDrawnOnceForAStore() {
        SiteIdentity first = SiteIdentity.establish(disk, "aa", WALL);

        assertThat(SiteIdentity.establish(disk, "aa", WALL).site()).isEqualTo(first.site());
        assertThat(SiteIdentity.establish(new MemoryStore(), "aa", WALL).site()).isNotEqualTo(first.site());
    }

    @Test
    void L12_eachStartOpensANewLinkEpoch() {
        long first = SiteIdentity.establish(disk, "aa", WALL).linkEpoch();

        assertThat(first).isPositive();
        assertThat(SiteIdentity.establish(disk, "aa", WALL).linkEpoch()).isGreaterThan(first);
        assertThat(SiteIdentity.establish(disk, "aa", WALL).linkEpoch()).isGreaterThan(first + 1);
    }

    @Test
    void L15_nobodyIsAnybodyBeforeItIsDurable() {
        disk.failNext(new IllegalStateException("disk gone"), MemoryStore.UnknownBatch.LOST);

        assertThatThrownBy(() -> SiteIdentity.establish(disk, "aa", WALL)).hasMessageContaining("could not be stored");
    }

    @Test
    void L7_aStartKnowsHowFarTheSiteClockHadCome() {
        SiteIdentity first = SiteIdentity.establish(disk, "aa", WALL);
        assertThat(first.notBeforeMs()).isZero();
        assertThat(first.reservedMs()).isEqualTo(WALL + Limits.CLOCK_RESERVE_MS);

        // The machine was set back by an hour.
        SiteIdentity second = SiteIdentity.establish(disk, "aa", WALL - 3_600_000);
        assertThat(second.notBeforeMs()).isEqualTo(first.reservedMs());
        assertThat(second.reservedMs()).isEqualTo(first.reservedMs());
    }

    @Test
    void L7_timeIsReservedByACommit() {
        var clock = new LiveClock(WALL * 2, 0);

        SiteIdentity.reserve(disk, clock);

        assertThat(SiteIdentity.establish(disk, "aa", WALL).notBeforeMs())
                .isEqualTo(WALL * 2 + Limits.CLOCK_RESERVE_MS);
    }

    @Test
    void L7_aCommitOfUnknownOutcomeReservesNothing() {
        var clock = new LiveClock(0, 0);
        long startMs = clock.nowMs();
        disk.failNext(new IllegalStateException("disk gone"), MemoryStore.UnknownBatch.LOST);

        SiteIdentity.reserve(disk, clock);

        assertThat(clock.nowMs()).isEqualTo(startMs);
    }

    @Test
    void aStoreOfAnotherRegionIsRefused() {
        SiteIdentity.establish(disk, "aa", WALL);

        assertThatThrownBy(() -> SiteIdentity.establish(disk, "bb", WALL))
                .hasMessageContaining("belongs to aa")
                .hasMessageContaining("configured as bb");
    }

    @Test
    void L12_aLinkThatBeginsWithinARunHasAnEpochThatNoneHadBefore() {
        long start = SiteIdentity.establish(disk, "aa", WALL).linkEpoch();

        long first = SiteIdentity.nextLinkEpoch(disk);
        long second = SiteIdentity.nextLinkEpoch(disk);

        assertThat(first).isGreaterThan(start);
        assertThat(second).isGreaterThan(first);
        assertThat(SiteIdentity.establish(disk, "aa", WALL).linkEpoch()).isGreaterThan(second);
    }
}
