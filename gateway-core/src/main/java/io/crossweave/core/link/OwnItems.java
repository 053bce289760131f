package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;

/** What a destination may have of this site's own items: an event as policy says, an empty dot nothing but its emptiness. */
final class OwnItems {
    private static final ReleaseDecision EMPTY = new ReleaseDecision.Withhold("empty dot");

    private OwnItems() {}

    static ReleaseDecision decide(ReleasePolicy policy, CausalItem item, String destination) {
        return switch (item) {
            case StampedEvent event -> policy.decide(event, destination);
            case Placeholder _ -> EMPTY;
        };
    }

    /** The own number of the last dot of an item whose first dot has this one. */
    static long lastNumber(CausalItem item, long ownNumber) {
        return ownNumber + item.lastCounter() - item.dot().counter();
    }

    static CausalItem withheld(CausalItem item) {
        return switch (item) {
            case StampedEvent event -> event.withheld();
            case Placeholder placeholder -> placeholder;
        };
    }
}
