package io.crossweave.core.link;

import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers withheld events of one context, dot after dot, into one placeholder. */
final class PlaceholderRun {
    private @Nullable Placeholder run;

    /** Adds the empty form of the event that follows what was added. */
    void add(StampedEvent withheld) {
        Placeholder next = withheld.placeholder();
        Placeholder held = run;
        if (held == null) {
            run = next;
            return;
        }
        if (held.lastCounter() + 1 != next.dot().counter()) {
            throw new IllegalArgumentException(next.dot() + " does not follow " + held.lastCounter());
        }
        var removals = new TreeSet<EntryId>(held.removals());
        removals.addAll(next.removals());
        Hlc deleteStamp = held.deleteStamp().max(next.deleteStamp());
        run = new Placeholder(held.key(), held.dot(), next.lastCounter(), new ArrayList<>(removals), deleteStamp);
    }

    /** Ends the run. */
    List<Placeholder> end() {
        Placeholder ended = run;
        run = null;
        return ended == null ? List.of() : List.of(ended);
    }
}
