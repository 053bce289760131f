package io.crossweave.core.context;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.state.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * This site's entries of a context, made again from its history (L14). Where history is whole it gives all of them. Where parts of it are
 * tidied it gives what may be missing, and the hash tells which one or two of them are, or came back.
 */
final class OwnEntries {
    /** Something that would explain a difference: an entry that is missing, or one that is too many. */
    private record Change(EntryId id, SetHash hash) {}

    private final SiteId site;
    private final SetHashKey.Entries hashes;
    private final Map<EntryId, Entry> added = new TreeMap<>();
    private final Set<EntryId> removed = new TreeSet<>();

    OwnEntries(SiteId site, SetHashKey.Entries hashes) {
        this.site = site;
        this.hashes = hashes;
    }

    /** Takes an item of the history. */
    void look(CausalItem item) {
        switch (item) {
            case StampedEvent event -> {
                removed.addAll(event.removals());
                if (event.dot().site().equals(site)) {
                    for (Addition addition : event.additions()) {
                        Entry entry = Entry.of(event, addition);
                        added.put(entry.id(), entry);
                    }
                }
            }
            case Placeholder placeholder -> removed.addAll(placeholder.removals());
        }
    }

    private SetHash of(EntryId id) {
        return hashes.of(id.dot().counter(), id.ordinal());
    }

    /** What is live as far as history tells. */
    Set<EntryId> live() {
        var live = new TreeSet<>(added.keySet());
        live.removeAll(removed);
        return live;
    }

    SetHash of(Set<EntryId> ids) {
        return ids.stream().map(this::of).reduce(SetHash.ZERO, SetHash::plus);
    }

    /** Whether history still says what an entry was. */
    boolean has(EntryId id) {
        return added.containsKey(id);
    }

    /** The entry, as it was written; only of those that history still has. */
    Entry entry(EntryId id) {
        Entry entry = added.get(id);
        if (entry == null) {
            throw new IllegalArgumentException(id + " is not in the history");
        }
        return entry;
    }

    /** The entries that have a hash, where they are those that lie in the store but for one or two. */
    Optional<Set<EntryId>> near(Set<EntryId> lying, SetHash said) {
        var changes = new ArrayList<Change>();
        added.keySet().stream().filter(id -> !lying.contains(id)).forEach(id -> changes.add(new Change(id, of(id))));
        lying.forEach(id -> changes.add(new Change(id, SetHash.ZERO.minus(of(id)))));
        SetHash wanted = said.minus(of(lying));
        var seen = new HashMap<SetHash, EntryId>();
        for (Change change : changes) {
            if (change.hash().equals(wanted)) {
                return Optional.of(changed(lying, List.of(change.id())));
            }
            EntryId other = seen.get(wanted.minus(change.hash()));
            if (other != null) {
                return Optional.of(changed(lying, List.of(change.id(), other)));
            }
            seen.put(change.hash(), change.id());
        }
        return Optional.empty();
    }

    private static Set<EntryId> changed(Set<EntryId> lying, List<EntryId> ids) {
        var changed = new TreeSet<>(lying);
        for (EntryId id : ids) {
            if (!changed.remove(id)) {
                changed.add(id);
            }
        }
        return changed;
    }
}
