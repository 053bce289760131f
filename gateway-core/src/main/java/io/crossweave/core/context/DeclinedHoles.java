package io.crossweave.core.context;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.ContextRows;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Dots that an operator has given up at this site: delivered as holes, for good. They are remembered in a table of their own, so that
 * nothing that carries one of them again is ever taken. Their empty form takes its place like any placeholder: behind the dots before it.
 */
final class DeclinedHoles {
    private final ContextRows rows;
    /** By the first dot of a run, the counter of its last. As few as operators decline. */
    private final TreeMap<ContextKey, TreeMap<Dot, Long>> runs = new TreeMap<>();
    /** Empty forms that may not have found their place yet. */
    private final Deque<CausalItem> due = new ArrayDeque<>();

    /** The declined holes of a shard as its rows say. */
    DeclinedHoles(int shard, ContextRows rows) {
        this.rows = rows;
        rows.forEachDeclined(shard, this::note);
    }

    private void note(CausalItem hole) {
        runs.computeIfAbsent(hole.key(), key -> new TreeMap<>()).merge(hole.dot(), hole.lastCounter(), Math::max);
        due.add(hole);
    }

    void add(LaneStep step, CausalItem hole) {
        note(hole);
        rows.putDeclined(step.batch(), hole);
    }

    /** Whether all dots of an item were declined here. */
    boolean covers(CausalItem item) {
        TreeMap<Dot, Long> dots = runs.get(item.key());
        Map.Entry<Dot, Long> run = dots == null ? null : dots.floorEntry(item.dot());
        return run != null && run.getKey().site().equals(item.dot().site()) && run.getValue() >= item.lastCounter();
    }

    /** What was declined here of a site's dots of a context. */
    List<Run> of(ContextKey key, SiteId site) {
        var declined = new ArrayList<Run>();
        runs.getOrDefault(key, new TreeMap<>()).forEach((first, last) -> {
            if (first.site().equals(site)) {
                declined.add(new Run(first.counter(), last));
            }
        });
        return declined;
    }

    /** Lets each empty form that is due take its place. What is not taken is offered again. */
    void offer(Predicate<CausalItem> take) {
        for (int left = due.size(); left > 0; left--) {
            CausalItem hole = due.removeFirst();
            if (!take.test(hole)) {
                due.addLast(hole);
            }
        }
    }
}
