package io.crossweave.core.repair;

import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.ContextStore;
import java.util.ArrayDeque;

/** Compares what one store holds of another site's entries with what that one expects, and mends nothing. */
public final class StoreComparison {
    /** A site with its store. */
    public record Side(RepairSettings settings, ContextStore store) {}

    private StoreComparison() {}

    public static RepairOutcome of(Side origin, Side destination) {
        var asking =
                new PeerRepair(origin.settings(), destination.settings().site().region(), origin.store(), 0);
        var telling = new PeerRepair(
                destination.settings(), origin.settings().site().region(), destination.store(), Long.MAX_VALUE);
        long nowMs = Limits.REPAIR_RETRY_MS;
        while (true) {
            var effects = new ArrayDeque<>(asking.tick(nowMs));
            while (!effects.isEmpty()) {
                switch (effects.remove()) {
                    case RepairEffect.Store(var batch) -> origin.store().commit(batch, outcome -> {});
                    case RepairEffect.Send(var message) -> {
                        for (RepairEffect answer : telling.heard(message, nowMs)) {
                            if (answer instanceof RepairEffect.Send(var told)) {
                                effects.addAll(asking.heard(told, nowMs));
                            }
                        }
                    }
                    case RepairEffect.Restate _ -> {}
                    case RepairEffect.Ended(var ended) -> {
                        return ended;
                    }
                }
            }
            nowMs += Limits.REPAIR_RETRY_MS;
        }
    }
}
