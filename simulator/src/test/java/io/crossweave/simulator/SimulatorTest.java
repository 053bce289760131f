package io.crossweave.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.simulator.Simulation.Outcome;
import io.crossweave.simulator.trace.Trace;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All laws at once, over seeds: {@code -Dsimulator.seeds=N -Dsimulator.first=S} runs any range; with {@code -Dsimulator.trace=true} each
 * seed tells what happens in it.
 */
class SimulatorTest {
    private static final long SEEDS = 2_000;
    private static final int FAILURES_MAX = 20;

    @Test
    void L1_to_L13_sitesConvergeAndNothingIsLostOrLeakedWhateverGoesWrong() {
        // Given
        var range = new SeedRange(Long.getLong("simulator.first", 1), Long.getLong("simulator.seeds", SEEDS));
        if (Boolean.getBoolean("simulator.trace")) {
            tellEach(range);
        }

        // When
        Summary summary = range.run(Runtime.getRuntime().availableProcessors(), FAILURES_MAX);

        // Then
        System.out.println(summary);
        assertThat(summary.failures())
                .as(() ->
                        summary.failures().stream().map(Outcome.Failed::message).collect(Collectors.joining("\n")))
                .isEmpty();
    }

    private static void tellEach(SeedRange range) {
        for (long seed = range.first(); seed < range.first() + range.seeds(); seed++) {
            SeedRange.told(seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 1_000_003})
    void aSeedRunTwiceHasTheSameTrace(long seed) {
        // When
        Outcome first = Simulation.run(seed, Trace.silent());
        Outcome second = Simulation.run(seed, Trace.silent());

        // Then
        assertThat(second.traceHash()).isEqualTo(first.traceHash());
    }
}
