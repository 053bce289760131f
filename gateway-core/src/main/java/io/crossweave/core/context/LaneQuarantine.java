package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.stored.QuarantineRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What has arrived for a lane's contexts and can't be applied by this site as it is configured (L5): kept whole in the store, known here by
 * dot and size. Bounded: what finds no room is dropped, and waits at its origin (L13). Tried again at the start, when the configuration may
 * be another.
 */
final class LaneQuarantine {
    private record Kept(long lastCounter, long bytes) {}

    private final QuarantineBounds bounds;
    private final ContextRows rows;
    private final TreeMap<ContextKey, TreeMap<Dot, Kept>> contexts = new TreeMap<>();
    /** Contexts that this site could not take when it ran last, and now can. */
    private final Deque<ContextKey> due = new ArrayDeque<>();

    private int size;
    private long bytes;
    private long retryAtMs;

    /** A quarantine as the shard's rows say. */
    LaneQuarantine(QuarantineBounds bounds, int shard, ContextRows rows, Set<String> types) {
        this.bounds = bounds;
        this.rows = rows;
        rows.forEachQuarantined(shard, kept -> note(kept.item()));
        contexts.keySet().stream().filter(key -> types.contains(key.type())).forEach(due::add);
    }

    /** Keeps an item with the reason; false where it has no room for it, so that its envelope has to come again. */
    boolean add(LaneStep step, CausalItem item, String reason) {
        if (contains(item)) {
            return true;
        }
        if (size >= bounds.itemsMax() || (size > 0 && bytes + ItemWeight.of(item) > bounds.bytesMax())) {
            step.then(new AfterCommit.Alarm("quarantine full", size + " items of a lane can't be applied; " + reason));
            return false;
        }
        note(item);
        rows.putQuarantine(step.batch(), item, new QuarantineRecord(item, reason, 1, step.nowMs()));
        step.then(new AfterCommit.Alarm("quarantined", reason));
        return true;
    }

    /** Counts one more time that an item could not be applied; answers how often that was. */
    int failedAgain(LaneStep step, QuarantineRecord kept, String reason) {
        var again = new QuarantineRecord(kept.item(), reason, kept.attempts() + 1, kept.firstFailureMs());
        rows.putQuarantine(step.batch(), kept.item(), again);
        return again.attempts();
    }

    /** An item is not kept any more. */
    void release(LaneStep step, CausalItem item) {
        forget(item);
        rows.deleteQuarantine(step.batch(), item);
    }

    /** Has what is left of a context tried again without waiting. */
    void retrySoon(ContextKey key) {
        if (contexts.containsKey(key) && !due.contains(key)) {
            due.addFirst(key);
        }
        retryAtMs = 0;
    }

    /** Whether an item with the same first dot, that fills as many dots, is kept already. */
    boolean contains(CausalItem item) {
        TreeMap<Dot, Kept> dots = contexts.get(item.key());
        Kept kept = dots == null ? null : dots.get(item.dot());
        return kept != null && kept.lastCounter() >= item.lastCounter();
    }

    /** Whether anything of a region is kept. */
    boolean holdsOf(String region) {
        return contexts.values().stream()
                .flatMap(dots -> dots.keySet().stream())
                .anyMatch(dot -> dot.site().region().equals(region));
    }

    /** Drops what is kept of a region's dots in a context: its origin sends it again as it may be held now (L11). True where there was any. */
    boolean drop(LaneStep step, ContextKey key, String region) {
        TreeMap<Dot, Kept> dots = contexts.get(key);
        if (dots == null) {
            return false;
        }
        List<Dot> dropped = dots.keySet().stream()
                .filter(dot -> dot.site().region().equals(region))
                .toList();
        for (Dot dot : dropped) {
            Kept kept = dots.remove(dot);
            size--;
            bytes -= kept == null ? 0 : kept.bytes();
            rows.deleteQuarantine(step.batch(), key, dot);
        }
        if (dots.isEmpty()) {
            contexts.remove(key);
        }
        return !dropped.isEmpty();
    }

    private void note(CausalItem item) {
        forget(item);
        contexts.computeIfAbsent(item.key(), key -> new TreeMap<>())
                .put(item.dot(), new Kept(item.lastCounter(), ItemWeight.of(item)));
        size++;
        bytes += ItemWeight.of(item);
    }

    private void forget(CausalItem item) {
        TreeMap<Dot, Kept> dots = contexts.get(item.key());
        Kept kept = dots == null ? null : dots.remove(item.dot());
        if (dots != null && kept != null) {
            size--;
            bytes -= kept.bytes();
            if (dots.isEmpty()) {
                contexts.remove(item.key());
            }
        }
    }

    /**
     * Tries again what can be taken now, some of it in each step. What finds no room in the inbox stays here for a while.
     *
     * @param take takes an item; false where it has no room
     */
    void retry(LaneStep step, Predicate<CausalItem> take) {
        if (step.nowMs() < retryAtMs) {
            return;
        }
        long left = Limits.QUARANTINE_RETRY_BYTES;
        for (int keys = due.size(); keys > 0 && left > 0; keys--) {
            ContextKey key = due.removeFirst();
            int sizeBefore = size;
            for (QuarantineRecord kept : rows.quarantined(key, left)) {
                left -= ItemWeight.of(kept.item());
                // The rows are those before this step, which may have let an item go already.
                if (contains(kept.item()) && take.test(kept.item())) {
                    release(step, kept.item());
                }
            }
            if (contexts.containsKey(key)) {
                due.addLast(key);
                // Where something was taken, what stood before it may be applicable now.
                retryAtMs = size < sizeBefore ? retryAtMs : step.nowMs() + Limits.QUARANTINE_RETRY_MS;
            }
        }
    }
}
