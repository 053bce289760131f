package io.crossweave.core.repair;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.reconcile.SetHashKey;

/**
 * How a site is configured to look for silent differences (L14).
 *
 * @param hashes the key of the hashes, the same at all sites of a deployment
 * @param everyMs how often a peer is compared, and the store looked through
 */
public record RepairPlan(SetHashKey hashes, long everyMs) {
    public static final RepairPlan DEFAULT = new RepairPlan(SetHashKey.PUBLIC, Limits.REPAIR_EVERY_MS);

    public RepairPlan {
        if (everyMs < 1_000) {
            throw new IllegalArgumentException("repair every " + everyMs + " ms is more often than every second");
        }
    }
}
