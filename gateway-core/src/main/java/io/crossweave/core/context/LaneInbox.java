package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has arrived for a lane's contexts and can't be applied yet (L13). Bounded in items: what finds no room is dropped, and its envelope
 * is asked for again by number. A context that waits delays no other.
 */
final class LaneInbox {
    private final TreeMap<ContextKey, TreeMap<SiteId, TreeMap<Long, CausalItem>>> waiting = new TreeMap<>();
    private int size;

    boolean isFull() {
        return size >= Limits.INBOX_EVENTS_MAX;
    }

    int size() {
        return size;
    }

    /** Whether an item with the same first dot waits already. */
    boolean contains(CausalItem item) {
        TreeMap<SiteId, TreeMap<Long, CausalItem>> sites = waiting.get(item.key());
        TreeMap<Long, CausalItem> items =
                sites == null ? null : sites.get(item.dot().site());
        CausalItem held = items == null ? null : items.get(item.dot().counter());
        return held != null && held.lastCounter() >= item.lastCounter();
    }

    void add(CausalItem item) {
        CausalItem before = waiting.computeIfAbsent(item.key(), key -> new TreeMap<>())
                .computeIfAbsent(item.dot().site(), site -> new TreeMap<>())
                .put(item.dot().counter(), item);
        if (before == null) {
            size++;
        }
    }

    void remove(CausalItem item) {
        TreeMap<SiteId, TreeMap<Long, CausalItem>> sites = waiting.get(item.key());
        TreeMap<Long, CausalItem> items =
                sites == null ? null : sites.get(item.dot().site());
        if (sites == null || items == null || items.remove(item.dot().counter()) == null) {
            return;
        }
        size--;
        if (items.isEmpty()) {
            sites.remove(item.dot().site());
        }
        if (sites.isEmpty()) {
            waiting.remove(item.key());
        }
    }

    /** The item of each site that could be applied first in a context. */
    List<CausalItem> heads(ContextKey key) {
        var heads = new ArrayList<CausalItem>();
        Map<SiteId, TreeMap<Long, CausalItem>> sites = waiting.get(key);
        if (sites != null) {
            sites.values().forEach(items -> heads.add(items.firstEntry().getValue()));
        }
        return heads;
    }

    /** Contexts with waiting items. */
    List<ContextKey> contexts() {
        return new ArrayList<>(waiting.keySet());
    }
}
