package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Gathers withheld events of one context, dot after dot, into placeholders: few, and each of a bounded size. */
final class PlaceholderRun {
    private @Nullable Placeholder first;
    private final TreeSet<EntryId> removals = new TreeSet<>();
    private Hlc deleteStamp = Hlc.ZERO;
    private @Nullable Expiry expiry;
    private long lastCounter;
    /** The own number of the first dot that was gathered. */
    private long ownNumber;

    /**
     * Adds the withheld form of the item that follows what was added; answers what leaves by that: what was gathered before where it is
     * full or of another incarnation, or where this form is no placeholder and goes behind it.
     *
     * @param number the item's own number
     */
    List<SourcedItem> add(CausalItem withheld, long number) {
        return switch (OwnItems.withheld(withheld)) {
            case Placeholder next -> add(next, number);
            case StampedEvent event -> {
                var ended = new ArrayList<SourcedItem>(end());
                ended.add(SourcedItem.own(event, number));
                yield ended;
            }
        };
    }

    private List<SourcedItem> add(Placeholder next, long number) {
        List<SourcedItem> full = hasRoomFor(next) ? List.of() : end();
        if (first == null) {
            first = next;
            ownNumber = number;
        }
        removals.addAll(next.removals());
        deleteStamp = deleteStamp.max(next.deleteStamp());
        expiry = Expiry.greater(expiry, next.expiry());
        lastCounter = next.lastCounter();
        return full;
    }

    private boolean hasRoomFor(Placeholder next) {
        Placeholder start = first;
        return start == null
                || (next.bare() == start.bare()
                        && next.dot().equals(new Dot(start.dot().site(), lastCounter + 1))
                        && next.dot().counter() - start.dot().counter() < Limits.PLACEHOLDER_DOTS_MAX
                        && removals.size() + next.removals().size() <= Limits.PLACEHOLDER_REMOVALS_TARGET);
    }

    /** The own number of the first gathered dot, or {@code otherwise}. */
    long firstNumber(long otherwise) {
        return first == null ? otherwise : ownNumber;
    }

    /** Ends the run. */
    List<SourcedItem> end() {
        Placeholder start = first;
        if (start == null) {
            return List.of();
        }
        var run = new Placeholder(
                start.key(), start.dot(), lastCounter, new ArrayList<>(removals), deleteStamp, expiry, start.bare());
        first = null;
        removals.clear();
        deleteStamp = Hlc.ZERO;
        expiry = null;
        return List.of(SourcedItem.own(run, ownNumber));
    }
}
