package io.crossweave.adapters.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgedOffsetsTest {
    private final AcknowledgedOffsets offsets = new AcknowledgedOffsets();

    @Test
    void hasNothingToCommitBeforeAnythingIsAcknowledged() {
        assertThat(offsets.committable()).isEmpty();

        offsets.delivering(7);

        assertThat(offsets.committable()).isEmpty();
    }

    @Test
    void commitsUpToTheFirstUnacknowledgedDelivery() {
        deliver(0, 1, 2, 3);

        offsets.acknowledged(0);
        offsets.acknowledged(2);

        assertThat(offsets.committable()).hasValue(1);
    }

    @Test
    void commitsPastAllOnceTheEarliestIsAcknowledgedToo() {
        deliver(5, 6, 9);

        offsets.acknowledged(9);
        offsets.acknowledged(6);
        assertThat(offsets.committable()).isEmpty();
        offsets.acknowledged(5);

        assertThat(offsets.committable()).hasValue(10);
    }

    @Test
    void stepsOverOffsetsThatHoldNoMessage() {
        deliver(3, 8);

        offsets.acknowledged(3);

        assertThat(offsets.committable()).hasValue(8);
    }

    @Test
    void commitsNothingTwice() {
        deliver(0);
        offsets.acknowledged(0);

        offsets.committed(1);

        assertThat(offsets.committable()).isEmpty();
    }

    private void deliver(long... delivered) {
        for (long offset : delivered) {
            offsets.delivering(offset);
        }
    }
}
