package io.crossweave.core.publish;

import io.crossweave.core.document.ValueOrder;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EntryKind;
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

    /**
     * L1 in its own words: what of a losing twin is not given up. A value that an earlier twin has at its path as well is, if all that it
     * came in place of was removed by an earlier twin; elements and increments are anyway.
     */
    static List<Integer> standing(StampedEvent loser, List<StampedEvent> earlier) {
        return loser.additions().stream()
                .filter(addition -> switch (addition.kind()) {
                    case APPEND, INCREMENT -> false;
                    case REGISTER, MEMBER ->
                        earlier.stream()
                                        .flatMap(twin -> twin.additions().stream())
                                        .noneMatch(own -> same(own, addition))
                                || !addition.replaces().stream()
                                        .allMatch(id -> earlier.stream()
                                                .anyMatch(
                                                        twin -> twin.removals().contains(id)));
                })
                .map(Addition::ordinal)
                .toList();
    }

    private static boolean same(Addition one, Addition other) {
        return one.kind() == other.kind()
                && one.path().equals(other.path())
                && (one.kind() == EntryKind.REGISTER || ValueOrder.CANONICAL.compare(one.value(), other.value()) == 0);
    }
}
