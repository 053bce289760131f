package io.crossweave.simulator.check;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.simulator.site.Site;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was lost with a disk: events that no other site holds in full at that moment, and nothing else (L15). A frame under way may bring one
 * all the same.
 */
final class Losses {
    private final Map<ContextKey, Map<Dot, StampedEvent>> stamped = new TreeMap<>();
    private final Set<String> lost = new TreeSet<>();
    private Collection<Site> sites = List.of();

    /** All sites of the run. */
    void among(Collection<Site> all) {
        sites = all;
    }

    void stamped(StampedEvent event) {
        stamped.computeIfAbsent(event.key(), key -> new TreeMap<>()).put(event.dot(), event);
    }

    /** Whether an event, or one dot of it, may be gone. */
    boolean isLost(String eventId) {
        return lost.contains(eventId);
    }

    /** Whether anything of a context may be gone. */
    boolean isLostOf(ContextKey key) {
        return stamped.getOrDefault(key, Map.of()).values().stream()
                .anyMatch(event -> isLost(event.stamp().eventId()));
    }

    /** A disk is another one now. */
    void diskLost(Site site) {
        stamped.forEach((key, events) -> {
            var held = new TreeSet<Dot>();
            for (Site other : sites) {
                for (CausalItem item : other.rows().held(key)) {
                    StampedEvent event = events.get(item.dot());
                    if (event != null
                            && item instanceof StampedEvent form
                            && form.additions().size() >= event.additions().size()) {
                        held.add(event.dot());
                    }
                }
            }
            events.forEach((dot, event) -> {
                if (!held.contains(dot)) {
                    lost.add(event.stamp().eventId());
                }
            });
        });
    }
}
