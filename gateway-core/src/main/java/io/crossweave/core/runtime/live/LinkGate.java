package io.crossweave.core.runtime.live;

import io.crossweave.core.spi.SendOutcome;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a destination's broker can be reached. When several sends in a row ended without an answer, only heartbeats go, one each second;
 * the first that is accepted opens the gate. Events stay in the log meanwhile, from where they leave many to an envelope: sending them one by
 * one into the void, again and again, would cost the links to all other peers (L17).
 */
final class LinkGate {
    /** One lost answer is no sign. */
    private static final int FAILURES_IN_A_ROW = 3;

    private final AtomicInteger failures = new AtomicInteger();

    boolean isOpen() {
        return failures.get() < FAILURES_IN_A_ROW;
    }

    void ended(SendOutcome outcome) {
        switch (outcome) {
            case SendOutcome.Accepted _ -> failures.set(0);
            case SendOutcome.Unknown _ -> failures.updateAndGet(before -> Math.min(before + 1, FAILURES_IN_A_ROW));
            case SendOutcome.Throttled _, SendOutcome.Refused _ -> {
                // The broker answered.
            }
        }
    }
}
