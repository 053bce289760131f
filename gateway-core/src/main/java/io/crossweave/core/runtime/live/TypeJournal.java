package io.crossweave.core.runtime.live;

import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.TypeChange;
import io.crossweave.core.gateway.TypeChange.Kind;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The last changes of one type of one tenant. Contexts' lanes tell it of their commits, each in its order; here they get one. Documents are
 * not kept: they are in the history.
 */
final class TypeJournal implements TypeChanges {
    private final String order;
    private final Deque<TypeChange> kept = new ArrayDeque<>();
    private final List<Consumer<TypeChange>> listeners = new ArrayList<>();
    /** What is shown of contexts that expire, without documents, and the contexts by when they do. */
    private final Map<ContextKey, ContextView> expiring = new HashMap<>();

    private final TreeMap<Long, TreeSet<ContextKey>> dueMs = new TreeMap<>();
    private long last;

    TypeJournal(String order) {
        this.order = order;
    }

    @Override
    public String order() {
        return order;
    }

    synchronized boolean isWatched() {
        return !listeners.isEmpty();
    }

    synchronized void changed(ContextView view, boolean retracts) {
        shown(view);
        add(retracts ? Kind.RETRACTED : Kind.COMMITTED, view);
    }

    private void add(Kind kind, ContextView view) {
        last++;
        kept.add(new TypeChange(last, kind, withoutDocument(view)));
        if (kept.size() > Limits.TYPE_CHANGES_KEPT) {
            kept.removeFirst();
        }
        var change = new TypeChange(last, kind, view);
        listeners.forEach(listener -> listener.accept(change));
    }

    private static ContextView withoutDocument(ContextView view) {
        return new ContextView(
                view.key(),
                view.version(),
                null,
                view.updatedAt(),
                view.lastEventId(),
                view.lastSite(),
                view.concealment(),
                view.expiresAtMs(),
                List.of(),
                view.restatements());
    }

    @Override
    public synchronized Opened open(Consumer<TypeChange> listener) {
        listeners.add(listener);
        return new Opened(last, () -> close(listener));
    }

    private synchronized void close(Consumer<TypeChange> listener) {
        listeners.remove(listener);
    }

    @Override
    public synchronized Optional<List<TypeChange>> between(long after, long upTo) {
        long first = last - kept.size() + 1;
        if (after < first - 1 || after > last) {
            return Optional.empty();
        }
        return Optional.of(kept.stream()
                .filter(change -> change.position() > after && change.position() <= upTo)
                .toList());
    }

    @Override
    public synchronized void shown(ContextView view) {
        ContextView before = expiring.get(view.key());
        if (before != null && before.version().covers(view.version()) && before.restatements() >= view.restatements()) {
            return;
        }
        forget(view.key());
        boolean expires = view.isVisible() && view.expiresAtMs() < Long.MAX_VALUE;
        if (expires && expiring.size() < Limits.TYPE_EXPIRIES_KEPT) {
            expiring.put(view.key(), withoutDocument(view));
            dueMs.computeIfAbsent(view.expiresAtMs(), at -> new TreeSet<>()).add(view.key());
        }
    }

    private void forget(ContextKey key) {
        ContextView before = expiring.remove(key);
        TreeSet<ContextKey> due = before == null ? null : dueMs.get(before.expiresAtMs());
        if (before != null && due != null) {
            due.remove(key);
            if (due.isEmpty()) {
                dueMs.remove(before.expiresAtMs());
            }
        }
    }

    @Override
    public synchronized void expire(long nowMs) {
        while (!dueMs.isEmpty() && dueMs.firstKey() <= nowMs) {
            for (ContextKey key : List.copyOf(dueMs.firstEntry().getValue())) {
                ContextView view = expiring.get(key);
                forget(key);
                if (view != null) {
                    add(Kind.EXPIRED, view);
                }
            }
        }
    }
}
