package io.crossweave.core.event;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import java.util.List;

/**
 * Empty dots: a run of one site's events that a destination may not hold (L8). It names what they remove and the greatest delete stamp
 * among them, never values, labels or paths.
 *
 * @param dot the first dot of the run
 * @param lastCounter the counter of the last dot of the run
 * @param deleteStamp the HLC of the last delete in the run, {@link Hlc#ZERO} where there is none
 */
public record Placeholder(ContextKey key, Dot dot, long lastCounter, List<EntryId> removals, Hlc deleteStamp)
        implements CausalItem {
    public Placeholder {
        removals = List.copyOf(removals);
        if (lastCounter < dot.counter()) {
            throw new IllegalArgumentException("placeholder run " + dot.counter() + ".." + lastCounter);
        }
    }
}
