package io.crossweave.core.runtime.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crossweave.core.spi.MemoryStore;
import org.junit.jupiter.api.Test;

class SiteIdentityTest {
    private final MemoryStore disk = new MemoryStore();

    @Test
    void L15_anIncarnationIsDrawnOnceForAStore() {
        SiteIdentity first = SiteIdentity.establish(disk, "aa");

        assertThat(SiteIdentity.establish(disk, "aa").site()).isEqualTo(first.site());
        assertThat(SiteIdentity.establish(new MemoryStore(), "aa").site()).isNotEqualTo(first.site());
    }

    @Test
    void L12_eachStartOpensANewLinkEpoch() {
        long first = SiteIdentity.establish(disk, "aa").linkEpoch();

        assertThat(first).isPositive();
        assertThat(SiteIdentity.establish(disk, "aa").linkEpoch()).isGreaterThan(first);
        assertThat(SiteIdentity.establish(disk, "aa").linkEpoch()).isGreaterThan(first + 1);
    }

    @Test
    void L15_nobodyIsAnybodyBeforeItIsDurable() {
        disk.failNext(new IllegalStateException("disk gone"), MemoryStore.UnknownBatch.LOST);

        assertThatThrownBy(() -> SiteIdentity.establish(disk, "aa")).hasMessageContaining("could not be stored");
    }

    @Test
    void L7_aStartKnowsHowFarTheSiteClockHadCome() {
        assertThat(SiteIdentity.establish(disk, "aa").notBeforeMs()).isZero();

        SiteIdentity.noteClock(disk, 5_000);

        assertThat(SiteIdentity.establish(disk, "aa").notBeforeMs()).isEqualTo(5_000);
    }

    @Test
    void aStoreOfAnotherRegionIsRefused() {
        SiteIdentity.establish(disk, "aa");

        assertThatThrownBy(() -> SiteIdentity.establish(disk, "bb"))
                .hasMessageContaining("belongs to aa")
                .hasMessageContaining("configured as bb");
    }
}
