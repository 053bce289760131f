package io.crossweave.core.repair;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.rows.SumRows;
import io.crossweave.core.spi.ContextStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the contexts of this store, from time to time and when it is asked to, for entries that are damaged, gone or back, by
 * the checks of the rows and the hashes that were kept when they were written. What changes while it is read looks suspicious too: the
 * context's lane decides.
 */
public final class LocalCheck {
    /** Contexts, and entries, that one call looks at: little, so that the store has time for others. */
    private static final int CONTEXTS_OF_A_CALL = 128;

    private static final int ENTRIES_OF_A_CALL = 20_000;

    private final RepairSettings settings;
    private final PolicyRows contexts;
    private final SumRows sums;
    private @Nullable ContextKey after;
    private long dueMs;

    public LocalCheck(RepairSettings settings, ContextStore store, long firstMs) {
        this.settings = settings;
        this.contexts = new PolicyRows(store);
        this.sums = new SumRows(store);
        this.dueMs = firstMs;
    }

    /** Looks through everything as soon as it can, from the start. */
    public void checkNow() {
        dueMs = 0;
        after = null;
    }

    public boolean isDue(long nowMs) {
        return nowMs >= dueMs;
    }

    /** Looks at some more contexts; those that their lanes should count again. */
    public List<ContextKey> tick(long nowMs) {
        if (!isDue(nowMs)) {
            return List.of();
        }
        var suspicious = new ArrayList<ContextKey>();
        int entries = 0;
        List<PolicyRows.Context> page = contexts.contexts(after, CONTEXTS_OF_A_CALL);
        for (PolicyRows.Context context : page) {
            SumRows.EntryRows lying = sums.entryRows(context.key());
            if (!sums.areAsSaid(context.key(), context.meta().vector(), lying, settings.hashes())) {
                suspicious.add(context.key());
            }
            after = context.key();
            entries += lying.sound().size();
            if (entries > ENTRIES_OF_A_CALL) {
                return suspicious;
            }
        }
        if (page.size() < CONTEXTS_OF_A_CALL) {
            after = null;
            dueMs = nowMs + settings.everyMs();
        }
        return suspicious;
    }
}
