package io.crossweave.core.publish;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.EntryId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must be of the items that a site applied, by the words of the laws, whatever their order. */
final class Arithmetic {
    private Arithmetic() {}

    /** L16 in its own words: what the applied event with the greatest (HLC, site) says of those that say anything. */
    static @Nullable Expiry expiry(List<CausalItem> applied) {
        return applied.stream()
                .map(item -> switch (item) {
                    case StampedEvent event -> event.expiry();
                    case Placeholder placeholder -> placeholder.expiry();
                })
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Expiry::hlc).thenComparing(Expiry::site))
                .orElse(null);
    }

    /** L2 in its own words: union of entries minus union of removals. */
    static Set<EntryId> liveIds(List<CausalItem> applied) {
        var ids = new TreeSet<EntryId>();
        for (CausalItem item : applied) {
            if (item instanceof StampedEvent event) {
                for (Addition addition : event.additions()) {
                    ids.add(new EntryId(event.dot(), addition.ordinal()));
                }
            }
        }
        for (CausalItem item : applied) {
            switch (item) {
                case StampedEvent event -> ids.removeAll(event.removals());
                case Placeholder placeholder -> ids.removeAll(placeholder.removals());
            }
        }
        return ids;
    }
}
