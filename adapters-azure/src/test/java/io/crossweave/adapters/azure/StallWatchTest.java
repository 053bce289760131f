package io.crossweave.adapters.azure;

import static io.crossweave.adapters.azure.StallWatch.Sight.BEHIND;
import static io.crossweave.adapters.azure.StallWatch.Sight.UNKNOWN;
import static io.crossweave.adapters.azure.StallWatch.Sight.UP_TO_DATE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallWatchTest {
    private final StallWatch watch = new StallWatch();

    @Test
    void aReaderThatReceivesIsNeverStalled() {
        for (long received = 0; received < 10; received++) {
            assertThat(watch.stalls(BEHIND, received)).isFalse();
        }
    }

    @Test
    void anIdlePartitionIsNoStall() {
        for (int check = 0; check < 10; check++) {
            assertThat(watch.stalls(UP_TO_DATE, 7)).isFalse();
        }
    }

    @Test
    void standingStillBehindThePartitionAtTwoChecksIsAStall() {
        assertThat(watch.stalls(BEHIND, 7)).isFalse();
        assertThat(watch.stalls(BEHIND, 7)).isFalse();
        assertThat(watch.stalls(BEHIND, 7)).isTrue();
    }

    @Test
    void aPartitionThatCantBeAskedCountsAsOneThatWentOn() {
        assertThat(watch.stalls(UNKNOWN, 7)).isFalse();
        assertThat(watch.stalls(UNKNOWN, 7)).isFalse();
        assertThat(watch.stalls(UNKNOWN, 7)).isTrue();
    }

    @Test
    void theNextReaderGetsItsOwnTwoChecks() {
        // Given
        watch.stalls(BEHIND, 7);
        watch.stalls(BEHIND, 7);
        watch.stalls(BEHIND, 7);

        // Then
        assertThat(watch.stalls(BEHIND, 7)).isFalse();
        assertThat(watch.stalls(BEHIND, 7)).isTrue();
    }
}
