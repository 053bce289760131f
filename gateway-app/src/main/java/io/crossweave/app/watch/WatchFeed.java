package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextKey;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Committed changes of a context that wait for one client. The gateway never waits for the client: what does not fit ends the feed. */
final class WatchFeed implements AutoCloseable {
    private final BlockingQueue<ContextView> waiting = new ArrayBlockingQueue<>(AppLimits.WATCH_CHANGES_MAX);
    private final Gateway.Subscription subscription;
    private volatile boolean lagging;
    private long restatements;

    private WatchFeed(Gateway gateway, ContextKey key) {
        this.subscription = gateway.watch(key, this::take);
    }

    static WatchFeed open(Gateway gateway, ContextKey key) {
        return new WatchFeed(gateway, key);
    }

    private void take(ContextView view) {
        if (view.restatements() > restatements) {
            // What waits may show what may no longer be held here; this view stands for all of it (L11).
            restatements = view.restatements();
            waiting.clear();
        }
        // After one that did not fit no later one may be told: the client would miss a change and not know.
        if (lagging || !waiting.offer(view)) {
            lagging = true;
        }
    }

    /** The next change; null where none has come in time. */
    @Nullable
    ContextView next(long waitMs) throws InterruptedException {
        return waiting.poll(waitMs, TimeUnit.MILLISECONDS);
    }

    /** Whether a change was lost to this feed, once those before it are taken. */
    boolean isCutOff() {
        return lagging && waiting.isEmpty();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
