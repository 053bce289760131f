package io.crossweave.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.policy.InvalidPolicyException;
import org.junit.jupiter.api.Test;

final class GrowthTest {
    @Test
    void L16_fourTimesAsManyUpdatesOfOneContextLeaveHardlyMore() throws InvalidPolicyException {
        long few = Growth.bytesAfter(1_000, 3);

        long many = Growth.bytesAfter(4_000, 3);

        assertThat(many).isLessThan(few + few / 4);
    }

    @Test
    void L16_tenTimesAsManyAddsToOneCounterLeaveHardlyMore() throws InvalidPolicyException {
        long few = Growth.bytesAfterAdds(2_000, 3);

        long many = Growth.bytesAfterAdds(20_000, 3);

        assertThat(many).isLessThan(2 * few);
    }
}
