package io.crossweave.adapters.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgedRunTest {
    private final List<Long> saved = new ArrayList<>();
    private final AcknowledgedRun run = new AcknowledgedRun(9, saved::add);

    @Test
    void savesNothingPastAFrameThatIsNotAcknowledged() {
        // Given
        deliver(10, 11, 12);

        // When
        run.acknowledge(11);
        run.acknowledge(12);

        // Then
        assertThat(saved).isEmpty();
    }

    @Test
    void savesTheWholeRunOnceItsGapIsFilled() {
        // Given
        deliver(10, 11, 12, 13);
        run.acknowledge(12);
        run.acknowledge(11);

        // When
        run.acknowledge(10);

        // Then
        assertThat(saved).containsExactly(12L);
    }

    @Test
    void savesAFrameThatIsAcknowledgedWhileTheSinkTakesIt() {
        // Given
        run.hands(10);

        // When
        run.acknowledge(10);
        run.delivered(10);

        // Then
        assertThat(saved).containsExactly(10L);
    }

    @Test
    void countsARepeatedAcknowledgementOnce() {
        // Given
        deliver(10, 11);
        run.acknowledge(10);

        // When
        run.acknowledge(10);

        // Then
        assertThat(saved).containsExactly(10L);
    }

    @Test
    void startsAgainAfterTheLastFrameThatTheSinkTook() {
        // Given: 11 was handed over, and the sink did not take it
        deliver(10);
        run.hands(11);

        // Then
        assertThat(run.next()).isEqualTo(11);
    }

    @Test
    void aFrameThatTheSinkDidNotTakeHoldsThePositionBackUntilItComesAgain() {
        // Given
        deliver(10);
        run.hands(11);
        run.acknowledge(10);

        // When
        deliver(11);
        run.acknowledge(11);

        // Then
        assertThat(saved).containsExactly(10L, 11L);
    }

    private void deliver(long... sequences) {
        for (long sequence : sequences) {
            run.hands(sequence);
            run.delivered(sequence);
        }
    }
}
