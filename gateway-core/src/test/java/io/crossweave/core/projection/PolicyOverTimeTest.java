package io.crossweave.core.projection;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Policies that change in the midst of everything: {@code -Dpolicies.seeds=N -Dpolicies.first=S} runs any range. */
class PolicyOverTimeTest {
    private static final int SEEDS = 60;
    private static final int STEPS = 300;

    static LongStream seeds() {
        long first = Long.getLong("policies.first", 1);
        return LongStream.range(first, first + Long.getLong("policies.seeds", SEEDS));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void L8_L11_everySiteHoldsWhatThePoliciesOfNowLetItHold(long seed) {
        try {
            // Given
            var world = new PolicyWorld(seed);

            // When
            world.run(STEPS);
            world.heal();

            // Then
            world.check();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError("seed %d: %s".formatted(seed, failure.getMessage()), failure);
        }
    }
}
