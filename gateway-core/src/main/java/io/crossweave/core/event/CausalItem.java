package io.crossweave.core.event;

import io.crossweave.core.model.Dot;

/** What fills a dot at a site: an event, whole or projected, or a placeholder. */
public sealed interface CausalItem extends LaneItem permits StampedEvent, Placeholder {
    /** The first dot that this item fills. */
    Dot dot();

    /** The counter of the last dot that this item fills; for an event the same as its dot's. */
    long lastCounter();
}
