package io.crossweave.core.stored;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.model.EntryId;
import java.util.ArrayList;
import java.util.List;

/**
 * Increments of this site that were folded into sums (L16), for as long as something may arrive whose author had not seen that.
 *
 * @param ownNumber the own number of the last event of it
 * @param heardMs the latest clock of a peer that was heard of when all had applied that event; 0 until they have
 */
public record Fold(long ownNumber, long heardMs, List<Sum> sums) {
    /**
     * One sum.
     *
     * @param now the entry that is it
     * @param before the entries that were it, ascending
     * @param parts the increments in it, by id ascending
     */
    public record Sum(EntryId now, List<EntryId> before, List<Part> parts) {
        public Sum {
            before = List.copyOf(before);
            parts = List.copyOf(parts);
        }

        /** The sum of what is left of it, in another entry. */
        public Sum in(EntryId next, List<Part> left) {
            var all = new ArrayList<>(before);
            all.add(now);
            return new Sum(next, all, left);
        }
    }

    /** An increment. */
    public record Part(EntryId id, JsonNumber value) {}

    public Fold {
        sums = List.copyOf(sums);
    }

    public Fold appliedByAll(long latestClockMs) {
        return new Fold(ownNumber, Math.max(1, latestClockMs), sums);
    }
}
