package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived for a lane's contexts and can't be applied yet (L13). Bounded: what finds no room is dropped, and its envelope is asked
 * for again by number. A context that waits delays no other: it gets half of the room at most.
 */
final class LaneInbox {
    /** What waits in one context, by site and counter. */
    private static final class Waiting {
        private final TreeMap<SiteId, TreeMap<Long, CausalItem>> sites = new TreeMap<>();
        private int size;
        private long bytes;

        @Nullable
        CausalItem get(CausalItem item) {
            TreeMap<Long, CausalItem> items = sites.get(item.dot().site());
            return items == null ? null : items.get(item.dot().counter());
        }
    }

    private final InboxBounds bounds;
    private final TreeMap<ContextKey, Waiting> contexts = new TreeMap<>();
    private int size;
    private long bytes;

    LaneInbox(InboxBounds bounds) {
        this.bounds = bounds;
    }

    int size() {
        return size;
    }

    /** Whether an item may wait here. One that is larger than all the room is let in where nothing else waits. */
    boolean hasRoomFor(CausalItem item) {
        if (size >= bounds.eventsMax()) {
            return false;
        }
        long added = bytes + ItemWeight.of(item);
        if (size > 0 && added > bounds.bytesMax()) {
            return false;
        }
        Waiting waiting = contexts.get(item.key());
        return waiting == null
                || (waiting.size < bounds.contextEventsMax()
                        && waiting.bytes + ItemWeight.of(item) <= bounds.contextBytesMax());
    }

    /** Whether an item with the same first dot, that fills as many dots, waits already. */
    boolean contains(CausalItem item) {
        Waiting waiting = contexts.get(item.key());
        CausalItem held = waiting == null ? null : waiting.get(item);
        return held != null && held.lastCounter() >= item.lastCounter();
    }

    /** Adds an item; a shorter run with the same first dot gives way to it. */
    void add(CausalItem item) {
        remove(item);
        Waiting waiting = contexts.computeIfAbsent(item.key(), key -> new Waiting());
        waiting.sites
                .computeIfAbsent(item.dot().site(), site -> new TreeMap<>())
                .put(item.dot().counter(), item);
        count(waiting, 1, ItemWeight.of(item));
    }

    void remove(CausalItem item) {
        Waiting waiting = contexts.get(item.key());
        CausalItem held = waiting == null ? null : waiting.get(item);
        TreeMap<Long, CausalItem> items =
                waiting == null ? null : waiting.sites.get(item.dot().site());
        if (waiting == null || items == null || held == null) {
            return;
        }
        items.remove(item.dot().counter());
        if (items.isEmpty()) {
            waiting.sites.remove(item.dot().site());
        }
        count(waiting, -1, -ItemWeight.of(held));
        if (waiting.sites.isEmpty()) {
            contexts.remove(item.key());
        }
    }

    private void count(Waiting waiting, int items, long weight) {
        waiting.size += items;
        waiting.bytes += weight;
        size += items;
        bytes += weight;
    }

    /** The item of each site that could be applied first in a context. */
    List<CausalItem> heads(ContextKey key) {
        var heads = new ArrayList<CausalItem>();
        Waiting waiting = contexts.get(key);
        if (waiting != null) {
            waiting.sites.values().forEach(items -> heads.add(items.firstEntry().getValue()));
        }
        return heads;
    }

    /** Contexts with waiting items. */
    List<ContextKey> contexts() {
        return new ArrayList<>(contexts.keySet());
    }
}
