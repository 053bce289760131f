package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import io.crossweave.core.gateway.TypeChange;
import io.crossweave.core.gateway.TypeChanges;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Changes of a type that wait for one client; what does not fit ends the feed. */
final class TypeFeed implements AutoCloseable {
    private final BlockingQueue<TypeChange> waiting = new ArrayBlockingQueue<>(AppLimits.TYPE_WATCH_CHANGES_MAX);
    private final TypeChanges.Opened opened;
    private volatile boolean lagging;

    private TypeFeed(TypeChanges changes) {
        this.opened = changes.open(this::take);
    }

    static TypeFeed open(TypeChanges changes) {
        return new TypeFeed(changes);
    }

    private void take(TypeChange change) {
        if (change.kind() == TypeChange.Kind.RETRACTED) {
            // What waits may show what may no longer be held here; this change stands for all of it (L11).
            waiting.removeIf(before -> before.view().key().equals(change.view().key()));
        }
        // After one that did not fit no later one may be told: the client would miss a change and not know.
        if (lagging || !waiting.offer(change)) {
            lagging = true;
        }
    }

    /** The last change that does not come by this feed. */
    long position() {
        return opened.position();
    }

    /** The next change; null where none has come in time. */
    @Nullable
    TypeChange next(long waitMs) throws InterruptedException {
        return waiting.poll(waitMs, TimeUnit.MILLISECONDS);
    }

    /** Whether a change was lost to this feed, once those before it are taken. */
    boolean isCutOff() {
        return lagging && waiting.isEmpty();
    }

    @Override
    public void close() {
        opened.subscription().close();
    }
}
