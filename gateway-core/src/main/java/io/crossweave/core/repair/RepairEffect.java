package io.crossweave.core.repair;

import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.spi.WriteBatch;

/** What repair wants done. */
public sealed interface RepairEffect {
    /** A control message to the destination; a lost one is sent again. */
    record Send(RepairMessage message) implements RepairEffect {}

    /** Hashes that were reckoned; lost, they are reckoned again. */
    record Store(WriteBatch batch) implements RepairEffect {}

    /** The destination's part of a context is to be restated. */
    record Restate(ContextKey key, long projectionEpoch) implements RepairEffect {}

    /** A comparison came to its end, or was given up. */
    record Ended(RepairOutcome outcome) implements RepairEffect {}
}
