package io.crossweave.core.context;

import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
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

    private @Nullable Placeholder run;
    private long lastNumber;
    private long storedAt;
    private boolean changed;

    /** Goes on with a run that is stored; answers what ends by that. */
    Optional<Ended> continueAt(long number, Placeholder stored) {
        Optional<Ended> ended = end();
        run = stored;
        storedAt = number;
        lastNumber = number;
        return ended;
    }

    /** Adds an item's bare form; answers what ends by that. */
    Optional<Ended> add(long number, Placeholder bare) {
        Optional<Ended> ended = joins(number, bare) ? Optional.empty() : end();
        if (run == null) {
            run = bare;
            storedAt = 0;
            lastNumber = number;
        } else {
            join(bare, number);
        }
        changed = true;
        return ended;
    }

    private boolean joins(long firstNumber, Placeholder next) {
        Placeholder start = run;
        return start != null
                && lastNumber + 1 == firstNumber
                && next.dot().equals(new Dot(start.dot().site(), start.lastCounter() + 1))
                && start.removals().size() + next.removals().size() <= Limits.PLACEHOLDER_REMOVALS_TARGET;
    }

    private void join(Placeholder next, long number) {
        Placeholder start = run;
        if (start == null) {
            throw new IllegalStateException("no run to go on with");
        }
        var removals = new TreeSet<>(start.removals());
        removals.addAll(next.removals());
        run = new Placeholder(
                start.key(),
                start.dot(),
                next.lastCounter(),
                List.copyOf(removals),
                start.deleteStamp().max(next.deleteStamp()),
                Expiry.greater(start.expiry(), next.expiry()),
                true);
        lastNumber = number;
    }

    /** The number from which on a run may become longer; {@code otherwise} where there is none. */
    long openNumber(long otherwise) {
        return run == null ? otherwise : lastNumber;
    }

    /** Ends the run; answers it where it is another than the one that is stored. */
    Optional<Ended> end() {
        Placeholder ended = run;
        run = null;
        if (ended == null || !changed) {
            return Optional.empty();
        }
        changed = false;
        return Optional.of(new Ended(ended, lastNumber, storedAt));
    }
}
