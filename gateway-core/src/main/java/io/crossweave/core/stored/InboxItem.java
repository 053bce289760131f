package io.crossweave.core.stored;

import io.crossweave.core.event.CausalItem;

/**
 * An item that has arrived and can't be applied yet (L13).
 *
 * @param projectionEpoch the origin's policy that released it; 0 where that is not known
 */
public record InboxItem(CausalItem item, long arrivedMs, long projectionEpoch) {
    public InboxItem(CausalItem item, long arrivedMs) {
        this(item, arrivedMs, 0);
    }
}
