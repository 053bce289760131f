package io.crossweave.core.state;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The live entries of a context, each either in the tree that is shown or among those that the view does not count. */
final class LiveEntries {
    private final NavigableMap<EntryId, Entry> all = new TreeMap<>();
    /** Older than the delete stamp, or of a losing twin; by path, because a write supersedes them as well. */
    private final NavigableMap<JsonPointer, NavigableMap<EntryId, Entry>> unshown = new TreeMap<>();

    private final PathTree tree;
    private long weight;

    LiveEntries(ContextType type) {
        this.tree = new PathTree(type);
    }

    NavigableMap<EntryId, Entry> all() {
        return all;
    }

    PathTree tree() {
        return tree;
    }

    long weight() {
        return weight;
    }

    @Nullable
    Entry get(EntryId id) {
        return all.get(id);
    }

    Collection<Entry> of(Dot dot) {
        return all.subMap(EntryId.wholeDot(dot), true, new EntryId(dot, Integer.MAX_VALUE), true)
                .values();
    }

    /** Entries of dots of a site; a copy. */
    List<Entry> of(SiteId site, long fromCounter, long lastCounter) {
        return new ArrayList<>(all.subMap(
                        EntryId.wholeDot(new Dot(site, fromCounter)),
                        true,
                        new EntryId(new Dot(site, lastCounter), Integer.MAX_VALUE),
                        true)
                .values());
    }

    void putShown(Entry entry) {
        add(entry);
        tree.put(entry);
    }

    void putUnshown(Entry entry) {
        add(entry);
        unshown.computeIfAbsent(entry.path(), path -> new TreeMap<>()).put(entry.id(), entry);
    }

    private void add(Entry entry) {
        all.put(entry.id(), entry);
        weight += entry.weight();
    }

    void take(Entry entry) {
        all.remove(entry.id());
        weight -= entry.weight();
        NavigableMap<EntryId, Entry> here = unshown.get(entry.path());
        if (here == null || here.remove(entry.id()) == null) {
            tree.remove(entry);
        } else if (here.isEmpty()) {
            unshown.remove(entry.path());
        }
    }

    /** The view no longer counts these. */
    void hide(List<Entry> entries) {
        for (Entry entry : entries) {
            if (unshown.computeIfAbsent(entry.path(), path -> new TreeMap<>()).put(entry.id(), entry) == null) {
                tree.remove(entry);
            }
        }
    }

    /** Entries that the view does not count, at a path and below it. */
    void forEachUnshownAtOrBelow(JsonPointer path, Consumer<? super Entry> visit) {
        for (Map.Entry<JsonPointer, NavigableMap<EntryId, Entry>> place :
                unshown.tailMap(path, true).entrySet()) {
            if (!place.getKey().equals(path) && !path.isAncestorOf(place.getKey())) {
                return;
            }
            place.getValue().values().forEach(visit);
        }
    }

    /** Entries, shown or not, that may be of another kind than this one at its path, above it or below it. */
    void forEachNear(Entry entry, Consumer<? super Entry> visit) {
        tree.forEachNear(entry, visit);
        if (unshown.isEmpty()) {
            return;
        }
        for (int depth = 0; depth < entry.path().depth(); depth++) {
            unshownAt(entry.path().prefix(depth)).forEach(visit);
        }
        if (entry.isEmptyObject()) {
            unshownAt(entry.path()).forEach(visit);
        } else {
            forEachUnshownAtOrBelow(entry.path(), visit);
        }
    }

    private Collection<Entry> unshownAt(JsonPointer path) {
        NavigableMap<EntryId, Entry> here = unshown.get(path);
        return here == null ? List.of() : here.values();
    }

    List<EntryId> idsOf(Dot dot) {
        var ids = new ArrayList<EntryId>();
        of(dot).forEach(entry -> ids.add(entry.id()));
        return ids;
    }
}
