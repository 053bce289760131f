package io.crossweave.core.context;

import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.Lifetime;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.Entry;
import io.crossweave.core.stored.Fold;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts this site's old increments of a counter into one, by an event (L2, L16). The sum is as old as the newest of them, so that what hides
 * them hides it. Who removes them without having seen the sum has not named it: what it stands for is then taken out of it by this site.
 * Until no such removal can arrive any more nothing else of the context is folded.
 */
final class CounterFolding {
    /** The increments of one path and class. */
    private record Place(JsonPointer path, String classification) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int byPath = path.compareTo(other.path);
            return byPath != 0 ? byPath : classification.compareTo(other.classification);
        }
    }

    private final SiteId site;
    private final OwnEvents ownEvents;

    CounterFolding(SiteId site, OwnEvents ownEvents) {
        this.site = site;
        this.ownEvents = ownEvents;
    }

    /**
     * Folds what may be.
     *
     * @param quiet whether nothing of the context waits here
     */
    void fold(LaneStep step, ContextState state, FoldCandidates candidates, Horizon horizon, boolean quiet) {
        Fold before = step.folds().get(state.key());
        if (before != null) {
            settle(step, state, before, quiet ? horizon : Horizon.UNKNOWN);
            return;
        }
        var places = new TreeMap<Place, List<Entry>>();
        for (Entry entry : candidates.most()) {
            places.computeIfAbsent(new Place(entry.path(), entry.classification()), place -> new ArrayList<>())
                    .add(entry);
        }
        places.values().removeIf(entries -> entries.size() < 2 || !Addition.isIncrement(sum(entries)));
        int sources = places.values().stream().mapToInt(List::size).sum();
        if (sources >= Limits.FOLD_SOURCES_MIN) {
            fold(step, state, places);
        }
    }

    private void fold(LaneStep step, ContextState state, Map<Place, List<Entry>> places) {
        var additions = new ArrayList<Addition>();
        var removals = new TreeSet<EntryId>();
        var sums = new ArrayList<Fold.Sum>();
        var dot = new Dot(site, state.vector().get(site) + 1);
        String source = "";
        for (Map.Entry<Place, List<Entry>> place : places.entrySet()) {
            Hlc newest = Hlc.ZERO;
            var parts = new TreeMap<EntryId, Fold.Part>();
            for (Entry entry : place.getValue()) {
                newest = newest.max(entry.hlc());
                parts.put(entry.id(), new Fold.Part(entry.id(), (JsonNumber) entry.value()));
                source = entry.source();
            }
            sums.add(new Fold.Sum(new EntryId(dot, additions.size()), List.of(), List.copyOf(parts.values())));
            removals.addAll(parts.keySet());
            additions.add(sum(additions.size(), place.getKey(), sum(place.getValue()), newest));
        }
        ownEvents.publish(
                step, state, new OwnChange("fold", additions, List.copyOf(removals), source, Lifetime.UNCHANGED));
        step.folds().put(state.key(), new Fold(state.vector().countOf(site.region()), 0, sums));
    }

    private static Addition sum(int ordinal, Place place, JsonNumber value, Hlc asOf) {
        return new Addition(ordinal, place.path(), EntryKind.INCREMENT, value, place.classification()).asOf(asOf);
    }

    private static JsonNumber sum(List<Entry> entries) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Entry entry : entries) {
            sum = sum.add(((JsonNumber) entry.value()).decimal());
        }
        return number(sum);
    }

    private static JsonNumber number(BigDecimal sum) {
        return JsonNumber.of(sum.signum() == 0 ? "0" : sum.toPlainString());
    }

    /** Once all have applied it, and everything is here that they had committed by then, whoever removes something has seen the sums. */
    private static void settle(LaneStep step, ContextState state, Fold fold, Horizon horizon) {
        if (fold.heardMs() == 0) {
            if (step.tidyMark(state.key()).stableNumber() >= fold.ownNumber() && horizon.isKnown()) {
                step.folds().put(state.key(), fold.appliedByAll(horizon.heardMs()));
            }
        } else if (horizon.completeMs() > fold.heardMs()) {
            step.folds().forget(state.key());
        }
    }

    /** A peer's item was applied: what it removes of this site's increments goes out of their sums as well. */
    void removed(LaneStep step, ContextState state, CausalItem item) {
        List<EntryId> named = switch (item) {
            case StampedEvent event -> event.removals();
            case Placeholder placeholder -> placeholder.removals();
        };
        if (named.stream().noneMatch(id -> id.dot().site().equals(site))) {
            return;
        }
        Fold fold = step.folds().get(state.key());
        if (fold != null) {
            takeOut(step, state, fold, new TreeSet<>(named));
        }
    }

    private void takeOut(LaneStep step, ContextState state, Fold fold, Set<EntryId> gone) {
        var additions = new ArrayList<Addition>();
        var removals = new TreeSet<EntryId>();
        var sums = new ArrayList<Fold.Sum>();
        var dot = new Dot(site, state.vector().get(site) + 1);
        String source = "";
        for (Fold.Sum sum : fold.sums()) {
            Entry now = state.live().get(sum.now());
            List<Fold.Part> left = left(sum, gone);
            if (now == null) {
                continue;
            }
            if (left.size() == sum.parts().size()) {
                sums.add(sum);
                continue;
            }
            removals.add(sum.now());
            source = now.source();
            if (!left.isEmpty()) {
                BigDecimal rest =
                        left.stream().map(part -> part.value().decimal()).reduce(BigDecimal.ZERO, BigDecimal::add);
                sums.add(sum.in(new EntryId(dot, additions.size()), left));
                var place = new Place(now.path(), now.classification());
                additions.add(sum(additions.size(), place, number(rest), now.hlc()));
            }
        }
        if (!removals.isEmpty()) {
            ownEvents.publish(
                    step, state, new OwnChange("unfold", additions, List.copyOf(removals), source, Lifetime.UNCHANGED));
            step.folds().put(state.key(), new Fold(state.vector().countOf(site.region()), 0, sums));
        }
    }

    /** Who names an entry that was the sum before had seen all of it. */
    private static List<Fold.Part> left(Fold.Sum sum, Set<EntryId> gone) {
        return sum.before().stream().anyMatch(gone::contains)
                ? List.of()
                : sum.parts().stream().filter(part -> !gone.contains(part.id())).toList();
    }
}
