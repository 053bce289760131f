package io.crossweave.core.mesh;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All laws of this release at once, over seeds: {@code -Dmesh.seeds=N -Dmesh.first=S} runs any range, {@code -Dmesh.trace=true} tells what
 * happens.
 */
class MeshTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 400;

    static LongStream seeds() {
        long first = Long.getLong("mesh.first", 1);
        return LongStream.range(first, first + Long.getLong("mesh.seeds", SEEDS));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void L1_L2_L7_L8_L9_L12_L13_sitesConvergeWhateverNetworkClocksAndCrashesDo(long seed) {
        try {
            // Given
            var world = new MeshWorld(seed);

            // When
            world.run(STEPS);
            world.heal();

            // Then
            world.check();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "seed %d: %s%nAgain, with what happened: ./mvnw test -pl gateway-core -Dtest=MeshTest -Dmesh.first=%d -Dmesh.seeds=1 -Dmesh.trace=true"
                            .formatted(seed, failure.getMessage(), seed),
                    failure);
        }
    }
}
