package io.crossweave.simulator.keys;

import io.crossweave.crypto.kms.Entropy;
import java.util.SplittableRandom;

/** Random bytes that are a function of a seed: for simulated sites alone, since everybody can predict them. */
public final class SeededEntropy implements Entropy {
    private final SplittableRandom random;

    public SeededEntropy(SplittableRandom random) {
        this.random = random;
    }

    @Override
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
