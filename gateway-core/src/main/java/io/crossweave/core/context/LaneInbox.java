package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has arrived for a lane's contexts and can't be applied yet (L13). Bounded: what finds no room is dropped, and its envelope is asked
 * for again by number. A context that waits delays no other: it gets half of the room at most.
 */
final class LaneInbox {
    /** An item, and the projection epoch under which it was released; 0 where that is not known. */
    private record Kept(CausalItem item, long projectionEpoch) {}

    /** What waits in one context, by site and counter. */
    private static final class Waiting {
        private final TreeMap<SiteId, TreeMap<Long, Kept>> sites = new TreeMap<>();
        private int size;
        private long bytes;

        @Nullable
        Kept get(CausalItem item) {
            TreeMap<Long, Kept> items = sites.get(item.dot().site());
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
        Kept held = waiting == null ? null : waiting.get(item);
        return held != null && held.item().lastCounter() >= item.lastCounter();
    }

    /** Whether the same dots wait as an older policy released them, so that this item is to take their place. */
    boolean holdsOlder(CausalItem item, long projectionEpoch) {
        Waiting waiting = contexts.get(item.key());
        Kept held = waiting == null ? null : waiting.get(item);
        return held != null
                && held.projectionEpoch() < projectionEpoch
                && held.item().lastCounter() == item.lastCounter();
    }

    /** Adds an item; what waits with the same first dot gives way to it. */
    void add(CausalItem item, long projectionEpoch) {
        remove(item);
        Waiting waiting = contexts.computeIfAbsent(item.key(), key -> new Waiting());
        waiting.sites
                .computeIfAbsent(item.dot().site(), site -> new TreeMap<>())
                .put(item.dot().counter(), new Kept(item, projectionEpoch));
        count(waiting, 1, ItemWeight.of(item));
    }

    void remove(CausalItem item) {
        Waiting waiting = contexts.get(item.key());
        Kept held = waiting == null ? null : waiting.get(item);
        TreeMap<Long, Kept> items =
                waiting == null ? null : waiting.sites.get(item.dot().site());
        if (waiting == null || items == null || held == null) {
            return;
        }
        items.remove(item.dot().counter());
        if (items.isEmpty()) {
            waiting.sites.remove(item.dot().site());
        }
        count(waiting, -1, -ItemWeight.of(held.item()));
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
            waiting.sites
                    .values()
                    .forEach(items -> heads.add(items.firstEntry().getValue().item()));
        }
        return heads;
    }

    /** Up to which dot of a site what is here and what waits here is without a gap. */
    long reach(ContextKey key, SiteId site, long delivered) {
        Waiting waiting = contexts.get(key);
        TreeMap<Long, Kept> items = waiting == null ? null : waiting.sites.get(site);
        long reach = delivered;
        if (items != null) {
            for (Map.Entry<Long, Kept> next : items.entrySet()) {
                if (next.getKey() > reach + 1) {
                    break;
                }
                reach = Math.max(reach, next.getValue().item().lastCounter());
            }
        }
        return reach;
    }

    /** What waits of a region in a context and was released by an older policy than this. */
    List<CausalItem> below(ContextKey key, String region, long projectionEpoch) {
        var older = new ArrayList<CausalItem>();
        Waiting waiting = contexts.get(key);
        if (waiting != null) {
            waiting.sites.forEach((site, items) -> {
                if (site.region().equals(region)) {
                    items.values().stream()
                            .filter(kept -> kept.projectionEpoch() < projectionEpoch)
                            .forEach(kept -> older.add(kept.item()));
                }
            });
        }
        return older;
    }

    /** Whether anything of a region waits. */
    boolean holdsOf(String region) {
        return contexts.values().stream()
                .flatMap(waiting -> waiting.sites.keySet().stream())
                .anyMatch(site -> site.region().equals(region));
    }

    /** Contexts with waiting items. */
    List<ContextKey> contexts() {
        return new ArrayList<>(contexts.keySet());
    }
}
