package io.crossweave.cli.bench;

import java.time.Duration;

/**
 * What is sent.
 *
 * @param ratePerSecond events that are due each second
 * @param warmUp time before anything is counted
 * @param measured time that is counted
 * @param bytes size of each event's value
 * @param contexts contexts that the events go to in turn
 */
public record Load(int ratePerSecond, Duration warmUp, Duration measured, int bytes, int contexts) {
    int events() {
        return Math.toIntExact(ratePerSecond * (warmUp.toMillis() + measured.toMillis()) / 1_000);
    }

    int warmUpEvents() {
        return Math.toIntExact(ratePerSecond * warmUp.toMillis() / 1_000);
    }
}
