package io.crossweave.core.publish;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonArray;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.event.EventType;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.stored.ConflictPart;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.ConflictSide;
import io.crossweave.core.stored.Supersession;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** L6 in its own words: the conflicts among the items that a site applied, found by comparing every two, whatever their order. */
final class ConflictRules {
    private record Written(StampedEvent event, int ordinal, JsonPointer path, EntryKind kind, ConflictPart part) {
        EntryId id() {
            return new EntryId(event.dot(), ordinal);
        }

        boolean isDelete() {
            return ordinal == EntryId.WHOLE_DOT;
        }

        boolean isEmptyObject() {
            return kind == EntryKind.REGISTER && part.value() instanceof JsonObject object && object.isEmpty();
        }
    }

    private final ContextType type;
    private final List<Written> written = new ArrayList<>();
    /** The events that removed an entry, or that deleted again having seen a delete. */
    private final Map<EntryId, List<StampedEvent>> removers = new TreeMap<>();
    /** Entries that an event which is withheld here removed: who knows what it had seen. */
    private final Set<EntryId> vanished = new TreeSet<>();

    private ConflictRules(ContextType type, Collection<CausalItem> applied, Set<Dot> losers) {
        this.type = type;
        for (CausalItem item : applied) {
            switch (item) {
                case Placeholder run -> vanished.addAll(run.removals());
                case StampedEvent event -> take(event, losers.contains(event.dot()));
            }
        }
        for (Written mark : written.stream().filter(Written::isDelete).toList()) {
            for (CausalItem item : applied) {
                if (item instanceof StampedEvent event
                        && event.type() == EventType.DELETED
                        && event.stamp().depends().covers(mark.event().dot())) {
                    removers.computeIfAbsent(mark.id(), id -> new ArrayList<>()).add(event);
                }
            }
        }
    }

    private void take(StampedEvent event, boolean loses) {
        event.removals()
                .forEach(id -> removers.computeIfAbsent(id, absent -> new ArrayList<>())
                        .add(event));
        if (loses) {
            return;
        }
        for (Addition added : event.additions()) {
            var part = new ConflictPart(added.ordinal(), added.path(), added.kind(), added.value(), null);
            written.add(new Written(event, added.ordinal(), added.path(), added.kind(), part));
        }
        if (event.type() == EventType.DELETED) {
            var part = new ConflictPart(EntryId.WHOLE_DOT, JsonPointer.ROOT, EntryKind.REGISTER, null, null);
            written.add(new Written(event, EntryId.WHOLE_DOT, JsonPointer.ROOT, EntryKind.REGISTER, part));
        }
    }

    static Set<ConflictRecord> among(
            ContextKey key, ContextType type, Collection<CausalItem> applied, Set<Dot> losers) {
        return new ConflictRules(type, applied, losers).all(key);
    }

    private Set<ConflictRecord> all(ContextKey key) {
        var found = new TreeMap<String, ConflictRecord>();
        for (Written one : written) {
            for (Written other : written) {
                if (one.event().dot().compareTo(other.event().dot()) < 0 && collide(one, other) && stood(one, other)) {
                    JsonPointer path = one.path().depth() <= other.path().depth() ? one.path() : other.path();
                    var pair = ConflictRecord.of(key, path, side(one), side(other));
                    found.merge(
                            pair.id().hex(),
                            pair,
                            (known, more) -> known.with(
                                            one.event().dot(),
                                            more.left().parts().getFirst())
                                    .with(
                                            other.event().dot(),
                                            more.right().parts().getFirst()));
                }
            }
        }
        return Set.copyOf(found.values());
    }

    /** Neither was superseded by anybody who had not seen the other. */
    private boolean stood(Written one, Written other) {
        return !vanished.contains(one.id())
                && !vanished.contains(other.id())
                && removersOf(one).stream().allMatch(by -> sees(by, other))
                && removersOf(other).stream().allMatch(by -> sees(by, one));
    }

    private List<StampedEvent> removersOf(Written one) {
        return removers.getOrDefault(one.id(), List.of());
    }

    private static boolean sees(StampedEvent event, Written one) {
        VersionVector seen = event.stamp().depends();
        return seen.covers(one.event().dot());
    }

    private ConflictSide side(Written one) {
        Optional<Supersession> first = removersOf(one).stream()
                .map(by -> new Supersession(by.stamp().hlc(), by.dot()))
                .min(Supersession::compareTo);
        var part = new ConflictPart(
                one.ordinal(), one.path(), one.kind(), one.part().value(), first.orElse(null));
        return new ConflictSide(
                one.event().dot(),
                one.event().stamp().hlc(),
                one.event().provenance().source(),
                !one.isDelete() && one.event().type() == EventType.RECONCILIATION,
                List.of(part));
    }

    private boolean collide(Written one, Written other) {
        if (one.isDelete() || other.isDelete()) {
            return collideWithDelete(one, other);
        }
        if (one.path().equals(other.path())) {
            return collideHere(one, other);
        }
        boolean oneAbove = one.path().isAncestorOf(other.path());
        Written above = oneAbove ? one : other;
        return (oneAbove || other.path().isAncestorOf(one.path())) && !above.isEmptyObject();
    }

    private static boolean collideWithDelete(Written one, Written other) {
        if (one.isDelete() == other.isDelete()) {
            return false;
        }
        Written delete = one.isDelete() ? one : other;
        Written entry = one.isDelete() ? other : one;
        return entry.path().depth() > 0 && !sees(entry.event(), delete);
    }

    private boolean collideHere(Written one, Written other) {
        boolean bothWhole = one.kind() == EntryKind.REGISTER && other.kind() == EntryKind.REGISTER;
        if (bothWhole) {
            boolean seen = sees(one.event(), other) || sees(other.event(), one);
            boolean differ = one.part().value() == null
                    || !one.part().value().equals(other.part().value());
            return differ && !(type.ruleAt(one.path()).isExtreme() && seen);
        }
        if (one.kind() == other.kind()) {
            return false;
        }
        boolean oneIsWhole = one.kind() == EntryKind.REGISTER;
        Written whole = oneIsWhole ? one : other;
        Written entry = oneIsWhole ? other : one;
        boolean emptyCollection = whole.part().value() instanceof JsonArray array && array.isEmpty();
        return whole.kind() != EntryKind.REGISTER || !emptyCollection || entry.kind() == EntryKind.INCREMENT;
    }
}
