package io.crossweave.core.state;

import io.crossweave.core.event.StampedEvent;
import java.util.List;

/**
 * What a restatement did to a context.
 *
 * @param dropped live entries that are no longer held, or not as they were
 * @param restored entries that are held now and were not, or differently
 * @param filled events that were not here but as empty dots
 */
public record RestatedState(int dropped, int restored, List<StampedEvent> filled) {
    public RestatedState {
        filled = List.copyOf(filled);
    }

    public boolean changed() {
        return dropped > 0 || restored > 0 || !filled.isEmpty();
    }
}
