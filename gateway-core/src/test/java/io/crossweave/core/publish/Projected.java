package io.crossweave.core.publish;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Events as a destination gets them when policy drops some of their entries. */
final class Projected {
    private Projected() {}

    static StampedEvent without(StampedEvent event, String... paths) {
        List<String> dropped = List.of(paths);
        return without(event, addition -> dropped.contains(addition.path().toString()));
    }

    static StampedEvent without(StampedEvent event, Predicate<Addition> dropped) {
        var kept = new ArrayList<Addition>();
        var hidden = new TreeSet<Integer>(event.hidden());
        for (Addition addition : event.additions()) {
            if (dropped.test(addition)) {
                hidden.add(addition.ordinal());
            } else {
                kept.add(addition);
            }
        }
        return new StampedEvent(
                event.key(),
                event.stamp(),
                event.type(),
                kept,
                event.removals(),
                List.copyOf(hidden),
                event.labels(),
                event.provenance(),
                event.bodyHash(),
                event.lifetime(),
                event.ruleVersion());
    }
}
