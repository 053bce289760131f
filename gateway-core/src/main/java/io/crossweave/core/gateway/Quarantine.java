package io.crossweave.core.gateway;

import io.crossweave.core.stored.QuarantineRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a site could not apply as it was configured, and keeps whole until it can or an operator decides (L13). */
public interface Quarantine {
    /** A tenant's items in a fixed order, behind one of them (null for the start). Reads the store. */
    List<QuarantineEntry> list(String tenant, @Nullable QuarantineId after, int limit);

    /** An item, whole. Reads the store. */
    Optional<QuarantineRecord> find(QuarantineId id);

    /** Tries again now. Causality holds: what depends on something that is missing goes on waiting for it. */
    CompletionStage<QuarantineOutcome> replay(QuarantineId id, String actor);

    /**
     * Gives an item up: its dots count as delivered here, as a hole, for good. What it removes is removed; whatever waits behind it goes
     * on; its origin is not asked for it again, and when it comes again it is dropped.
     */
    CompletionStage<QuarantineOutcome> decline(QuarantineId id, String actor);
}
