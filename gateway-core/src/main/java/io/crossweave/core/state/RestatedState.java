package io.crossweave.core.state;

import io.crossweave.core.event.StampedEvent;
import java.util.List;

/**
 * What a restatement did to a context.
 *
 * @param dropped live entries that are no longer held, or not as they were
 * @param restored entries that are held now and were not, or differently
 * @param added entries that are live here now and were not, in no order
 * @param filled events that were not here but as empty dots
 */
public record RestatedState(int dropped, int restored, List<Entry> added, List<StampedEvent> filled) {
    public RestatedState {
        added = List.copyOf(added);
        filled = List.copyOf(filled);
    }

    public boolean changed() {
        return dropped > 0 || restored > 0 || !filled.isEmpty();
    }
}
