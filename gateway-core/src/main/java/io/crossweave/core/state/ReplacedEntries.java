package io.crossweave.core.state;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.document.ValueOrder;
import io.crossweave.core.event.EntryKind;
import io.crossweave.core.model.EntryId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a change removes, by path: says in whose place each of its values came. */
final class ReplacedEntries {
    private final NavigableMap<JsonPointer, List<Entry>> removed = new TreeMap<>();

    ReplacedEntries(Collection<Entry> removed) {
        for (Entry entry : removed) {
            this.removed
                    .computeIfAbsent(entry.path(), path -> new ArrayList<>())
                    .add(entry);
        }
    }

    /** Ids of the entries that an entry came in place of: those at its path, above and below it. */
    List<EntryId> by(Entry added) {
        if (removed.isEmpty()) {
            return List.of();
        }
        return switch (added.kind()) {
            // Each of them counts beside whatever else is there, so it stands in the place of nothing.
            case APPEND, INCREMENT -> List.of();
            case REGISTER, MEMBER -> near(added);
        };
    }

    private List<EntryId> near(Entry added) {
        var ids = new TreeSet<EntryId>();
        JsonPointer path = added.path();
        for (int depth = 0; depth < path.depth(); depth++) {
            removed.getOrDefault(path.prefix(depth), List.of()).forEach(entry -> ids.add(entry.id()));
        }
        for (Map.Entry<JsonPointer, List<Entry>> place :
                removed.tailMap(path, true).entrySet()) {
            if (!place.getKey().equals(path) && !path.isAncestorOf(place.getKey())) {
                break;
            }
            for (Entry entry : place.getValue()) {
                if (!isOtherMember(added, entry)) {
                    ids.add(entry.id());
                }
            }
        }
        return new ArrayList<>(ids);
    }

    /** Members of a set stand side by side: only an equal one is replaced by one. */
    private static boolean isOtherMember(Entry added, Entry entry) {
        return added.kind() == EntryKind.MEMBER
                && entry.kind() == EntryKind.MEMBER
                && entry.path().equals(added.path())
                && ValueOrder.CANONICAL.compare(added.value(), entry.value()) != 0;
    }
}
