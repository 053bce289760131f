package io.crossweave.core.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories of four sites; a failure names its seed. */
final class ConvergenceTest {
    private static final int STEPS = 120;

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("crossweave.seeds", 150));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void L2_sitesWithTheSameProjectionAreEqualWhateverTheOrder(long seed) {
        var world = new World(seed);

        for (int i = 0; i < STEPS; i++) {
            world.step();
        }
        world.settle();

        world.checkConverged();
        assertThat(world.published()).as("the world was not idle").isGreaterThan(STEPS / 8);
    }
}
