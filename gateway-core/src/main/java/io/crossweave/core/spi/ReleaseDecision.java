package io.crossweave.core.spi;

import java.util.List;

/** The policy's three answers for (event, destination), each with the rule that gave it. */
public sealed interface ReleaseDecision {
    String rule();

    /** The event may leave, without the entries whose ordinals are dropped (ascending). */
    record Release(String rule, List<Integer> droppedOrdinals) implements ReleaseDecision {
        public Release {
            droppedOrdinals = List.copyOf(droppedOrdinals);
        }
    }

    /** Final: a rule says no. The destination gets a placeholder where it shares the context. */
    record Withhold(String rule) implements ReleaseDecision {}

    /** Undecided: nothing leaves, not even a placeholder; the context is parked for this destination. */
    record Hold(String rule, String reason) implements ReleaseDecision {}
}
