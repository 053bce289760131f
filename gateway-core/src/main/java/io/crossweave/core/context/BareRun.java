package io.crossweave.core.context;

import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers what is left of this site's items, dot after dot, into runs. */
final class BareRun {
    /**
     * A run that is to be stored.
     *
     * @param lastNumber its last own number
     * @param storedAt the number under which it was stored before it became longer; 0 where it was not
     */
    record Ended(Placeholder run, long lastNumber, long storedAt) {}

    private @Nullable Placeholder first;
    private final TreeSet<EntryId> removals = new TreeSet<>();
    private Hlc deleteStamp = Hlc.ZERO;
    private @Nullable Expiry expiry;
    private long lastCounter;
    private long lastNumber;
    private long storedAt;
    private boolean changed;

    /** Goes on with a run that is stored; answers what ends by that. */
    Optional<Ended> continueAt(long number, Placeholder stored) {
        Optional<Ended> ended = end();
        begin(stored, number);
        storedAt = number;
        return ended;
    }

    /** Adds an item's bare form; answers what ends by that. */
    Optional<Ended> add(long number, Placeholder bare) {
        Optional<Ended> ended = joins(number, bare) ? Optional.empty() : end();
        begin(bare, number);
        changed = true;
        return ended;
    }

    private boolean joins(long number, Placeholder next) {
        Placeholder start = first;
        return start != null
                && lastNumber + 1 == number
                && next.dot().equals(new Dot(start.dot().site(), lastCounter + 1))
                && removals.size() + next.removals().size() <= Limits.PLACEHOLDER_REMOVALS_TARGET;
    }

    /** Begins a run, or makes the one that is open longer. */
    private void begin(Placeholder next, long number) {
        first = first == null ? next : first;
        removals.addAll(next.removals());
        deleteStamp = deleteStamp.max(next.deleteStamp());
        expiry = Expiry.greater(expiry, next.expiry());
        lastCounter = next.lastCounter();
        lastNumber = number;
    }

    /** The number from which on a run may become longer; {@code otherwise} where there is none. */
    long openNumber(long otherwise) {
        return first == null ? otherwise : lastNumber;
    }

    /** Ends the run; answers it where it is another than the one that is stored. */
    Optional<Ended> end() {
        Placeholder start = first;
        Optional<Ended> ended = start == null || !changed
                ? Optional.empty()
                : Optional.of(new Ended(
                        new Placeholder(
                                start.key(),
                                start.dot(),
                                lastCounter,
                                List.copyOf(removals),
                                deleteStamp,
                                expiry,
                                true),
                        lastNumber,
                        storedAt));
        first = null;
        removals.clear();
        deleteStamp = Hlc.ZERO;
        expiry = null;
        storedAt = 0;
        changed = false;
        return ended;
    }
}
