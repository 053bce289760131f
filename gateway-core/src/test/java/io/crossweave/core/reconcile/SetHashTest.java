package io.crossweave.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SetHashTest {
    private static final SiteId A = new SiteId("aws-us-east-1", 7);
    private static final ContextKey KEY = new ContextKey("default", "conversation", "c-1");
    private static final SetHashKey HASHES = SetHashKey.PUBLIC;

    private static SetHash entry(long counter, int ordinal) {
        return HASHES.entries(KEY, A).of(counter, ordinal);
    }

    @Test
    void L14_aSetHashesTheSameInEveryOrderAndWhateverWasThereInBetween() {
        var hashes = new ArrayList<SetHash>();
        for (int i = 1; i <= 200; i++) {
            hashes.add(entry(i, i % 3));
        }
        SetHash inOrder = hashes.stream().reduce(SetHash.ZERO, SetHash::plus);
        Collections.shuffle(hashes, new Random(1));
        SetHash extra = entry(999, 0);
        SetHash shuffled = hashes.stream().reduce(extra, SetHash::plus).minus(extra);

        assertThat(shuffled).isEqualTo(inOrder);
        assertThat(inOrder.minus(inOrder).isZero()).isTrue();
    }

    @Test
    void addsAndTakesAwayModulo2To128() {
        var random = new Random(2);
        BigInteger modulus = BigInteger.ONE.shiftLeft(128);
        for (int i = 0; i < 1_000; i++) {
            var left = new SetHash(random.nextLong(), random.nextLong());
            var right = new SetHash(random.nextLong(), random.nextLong());

            assertThat(number(left.plus(right)))
                    .isEqualTo(number(left).add(number(right)).mod(modulus));
            assertThat(number(left.minus(right)))
                    .isEqualTo(number(left).subtract(number(right)).mod(modulus));
        }
    }

    private static BigInteger number(SetHash hash) {
        return new BigInteger(Long.toUnsignedString(hash.high()))
                .shiftLeft(64)
                .add(new BigInteger(Long.toUnsignedString(hash.low())));
    }

    @Test
    void L14_anEntryOfAnotherContextSiteIncarnationDotOrdinalOrKeyHashesDifferently() {
        SetHash hash = entry(5, 2);

        assertThat(HASHES.entries(new ContextKey("default", "conversation", "c-2"), A)
                        .of(5, 2))
                .isNotEqualTo(hash);
        assertThat(HASHES.entries(KEY, new SiteId("aws-us-east-1", 8)).of(5, 2)).isNotEqualTo(hash);
        assertThat(HASHES.entries(KEY, new SiteId("aws-us-east-2", 7)).of(5, 2)).isNotEqualTo(hash);
        assertThat(entry(6, 2)).isNotEqualTo(hash);
        assertThat(entry(5, 1)).isNotEqualTo(hash);
        var another = new SetHashKey(new byte[SetHashKey.BYTES]);
        assertThat(another.entries(KEY, A).of(5, 2)).isNotEqualTo(hash);
        assertThat(another.check()).isNotEqualTo(HASHES.check());
    }
}
