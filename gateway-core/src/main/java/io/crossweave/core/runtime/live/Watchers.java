package io.crossweave.core.runtime.live;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who wants to hear of a context's committed changes: watches, and reads that wait for a version. */
final class Watchers {
    private final Map<ContextKey, List<Consumer<ContextView>>> listeners = new ConcurrentHashMap<>();

    /** Called by the context's lane after each commit, in order. */
    void changed(ContextView view) {
        List<Consumer<ContextView>> watching = listeners.get(view.key());
        if (watching != null) {
            watching.forEach(listener -> listener.accept(view));
        }
    }

    Gateway.Subscription watch(ContextKey key, Consumer<ContextView> listener) {
        listeners.compute(key, (context, held) -> {
            List<Consumer<ContextView>> watching = held == null ? new CopyOnWriteArrayList<>() : held;
            watching.add(listener);
            return watching;
        });
        return () -> listeners.computeIfPresent(key, (context, watching) -> {
            watching.remove(listener);
            return watching.isEmpty() ? null : watching;
        });
    }

    /** Completes with true once a change covers the version. The caller looks at the present view after this call, and ends the wait. */
    Wait await(ContextKey key, VersionVector version) {
        var reached = new CompletableFuture<Boolean>();
        Gateway.Subscription subscription = watch(key, view -> {
            if (view.version().covers(version)) {
                reached.complete(true);
            }
        });
        return new Wait(reached, subscription);
    }

    /** A wait under way. */
    record Wait(CompletableFuture<Boolean> reached, Gateway.Subscription subscription) {}
}
