package io.crossweave.core.gateway;

import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.stored.ConflictRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which conflicts of a tenant are listed, by type, context and id ascending.
 *
 * @param type a context type; empty for all
 * @param after the place behind which the list begins; null for its start
 */
public record ConflictQuery(
        String tenant, String type, Which which, @Nullable Place after, int limit) {
    public enum Which {
        OPEN,
        SETTLED,
        ALL
    }

    /** The rest of the list behind one of its conflicts. */
    public ConflictQuery behind(ConflictRecord last) {
        return new ConflictQuery(tenant, type, which, new Place(last.key(), last.id()), limit);
    }

    /** Where a conflict stands in lists. */
    public record Place(ContextKey key, ConflictId id) {}
}
