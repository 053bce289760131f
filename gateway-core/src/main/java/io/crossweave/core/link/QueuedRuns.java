package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs that may leave, at most one of each context: some at once, in the order in which they came, the others in the background, a part of
 * each in turn.
 */
final class QueuedRuns {
    private final Deque<CatchUp> atOnce = new ArrayDeque<>();
    private final SequencedMap<ContextKey, CatchUp> background = new LinkedHashMap<>();

    boolean isEmpty() {
        return atOnce.isEmpty() && background.isEmpty();
    }

    boolean hasSomeAtOnce() {
        return !atOnce.isEmpty();
    }

    int inBackground() {
        return background.size();
    }

    boolean contains(ContextKey key) {
        return background.containsKey(key)
                || atOnce.stream().anyMatch(run -> run.key().equals(key));
    }

    /** The run that leaves next, of those that leave at once. */
    CatchUp takeFirst() {
        return atOnce.removeFirst();
    }

    void addFirst(CatchUp rest) {
        atOnce.addFirst(rest);
    }

    void addAtOnce(CatchUp run) {
        atOnce.add(run);
    }

    /** A run of the background whose turn it is; null where there is none. */
    @Nullable
    CatchUp takeNext() {
        Map.Entry<ContextKey, CatchUp> next =
                background.isEmpty() ? null : background.entrySet().iterator().next();
        return next == null ? null : background.remove(next.getKey());
    }

    /** Joins a run to what is queued of its context; its turn comes after all others. */
    void addToBackground(CatchUp run) {
        CatchUp all = run;
        for (CatchUp queued : take(run.key())) {
            all = all.join(queued);
        }
        background.put(run.key(), all);
    }

    /** A run of a context of which nothing is queued; its turn in the background is the next. */
    void addNextInBackground(CatchUp run) {
        background.putFirst(run.key(), run);
    }

    /** One more event of a context that is queued. */
    void extend(ContextKey key, long lastCounter) {
        CatchUp queued = background.get(key);
        if (queued != null) {
            if (queued.lastCounter() < lastCounter) {
                background.put(key, queued.to(lastCounter));
            }
            return;
        }
        var kept = new ArrayList<>(atOnce);
        atOnce.clear();
        kept.forEach(run ->
                atOnce.add(run.key().equals(key) && run.lastCounter() < lastCounter ? run.to(lastCounter) : run));
    }

    /** Takes out what is queued of a context. */
    List<CatchUp> take(ContextKey key) {
        List<CatchUp> taken = new ArrayList<>(
                atOnce.stream().filter(run -> run.key().equals(key)).toList());
        atOnce.removeAll(taken);
        CatchUp waiting = background.remove(key);
        if (waiting != null) {
            taken.add(waiting);
        }
        return taken;
    }

    Collection<CatchUp> all() {
        var all = new ArrayList<>(atOnce);
        all.addAll(background.values());
        return all;
    }
}
