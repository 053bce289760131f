package io.crossweave.core.event;

import java.util.List;
import java.util.TreeSet;

/** What a destination may hold of an event: pure, so that each re-send gives the same bytes (L10). */
public final class Projection {
    private Projection() {}

    /** The event without the additions whose ordinals are dropped; a placeholder where nothing of it is left. */
    public static CausalItem of(CausalItem item, List<Integer> dropped) {
        if (dropped.isEmpty() || !(item instanceof StampedEvent event)) {
            return item;
        }
        var hidden = new TreeSet<>(event.hidden());
        hidden.addAll(dropped);
        List<Addition> shown = event.additions().stream()
                .filter(addition -> !hidden.contains(addition.ordinal()))
                .toList();
        if (shown.isEmpty() && !event.deletes()) {
            return event.placeholder();
        }
        return new StampedEvent(
                event.key(),
                event.stamp(),
                event.type(),
                shown,
                event.removals(),
                List.copyOf(hidden),
                event.labels(),
                event.provenance().withoutOthers(),
                // The hash covers what was dropped: with it a guess could be confirmed.
                BodyHash.UNKNOWN,
                event.lifetime(),
                event.ruleVersion());
    }
}
