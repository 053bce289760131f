package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells one client of one context, until the client goes, lags or its token ends. */
public final class WatchStream {
    private static final Logger LOG = Logger.getLogger(WatchStream.class);

    private final Gateway gateway;
    private final ContextKey key;
    private final ContextType type;
    private final WatchClient client;
    /** The last view that was looked at for the client, and whether the client may still show its document, or that of one before it. */
    private @Nullable ContextView last;

    private boolean clientShows;
    /** Of the last view that was told: a peer's policy changes what is shown and not its version (L11). */
    private long toldRestatements;

    public WatchStream(Gateway gateway, ContextKey key, ContextType type, WatchClient client) {
        this.gateway = gateway;
        this.key = key;
        this.type = type;
        this.client = client;
    }

    /** Begins; null for a client that was told nothing before. */
    public void start(@Nullable LastSeen lastSeen) {
        client.start(() -> {
            if (lastSeen == null || reach(lastSeen.version())) {
                tell(lastSeen);
            }
        });
    }

    /** Waits until this site has what the client saw elsewhere: telling it less would let it go back in time. */
    private boolean reach(VersionVector lastSeen) throws InterruptedException {
        while (client.isOpen()) {
            try {
                var wait = Duration.ofMillis(AppLimits.WATCH_COMMENT_MS);
                boolean reached = gateway.await(key, lastSeen, wait)
                        .toCompletableFuture()
                        .get(2L * AppLimits.WATCH_COMMENT_MS, TimeUnit.MILLISECONDS);
                if (reached) {
                    return true;
                }
            } catch (ExecutionException | TimeoutException e) {
                LOG.warnf("watch can't wait for a version error=%s", e.getMessage());
                return false;
            }
            client.comment("waiting");
        }
        return false;
    }

    private void tell(@Nullable LastSeen lastSeen) throws InterruptedException {
        try (var feed = WatchFeed.open(gateway, key)) {
            VersionVector told = begin(lastSeen);
            while (client.isOpen() && !feed.isCutOff()) {
                ContextView view = feed.next(waitMs());
                if (view == null) {
                    if (!tellExpired(gateway.nowMs())) {
                        client.comment("alive");
                    }
                } else if (!told.covers(view.version()) || view.restatements() > toldRestatements) {
                    told = told.join(view.version());
                    toldRestatements = view.restatements();
                    sendChange(view);
                }
            }
        }
    }

    /** Tells what is there, or what the client missed; the version up to which it is told then. */
    private VersionVector begin(@Nullable LastSeen lastSeen) {
        Optional<ContextView> now = gateway.read(key);
        toldRestatements = now.map(ContextView::restatements).orElse(0L);
        if (lastSeen != null && now.isEmpty()) {
            return lastSeen.version();
        }
        if (lastSeen != null) {
            var missed = new MissedChanges(gateway, type).since(lastSeen.version(), now.get());
            if (missed.isPresent()) {
                clientShows = !lastSeen.expired();
                missed.get().forEach(this::sendChange);
                last = now.get();
                tellExpired(gateway.nowMs());
                return now.get().version();
            }
        }
        client.send(WatchEvent.snapshot(key, now.orElse(null), gateway.site()));
        last = now.orElse(null);
        clientShows = now.filter(ContextView::isVisible).isPresent();
        return now.map(ContextView::version).orElse(VersionVector.EMPTY);
    }

    /** What has expired since it was committed is not told any more, only that it has. */
    private void sendChange(ContextView view) {
        long nowMs = gateway.nowMs();
        last = view;
        if (tellExpired(nowMs) || view.isExpiredAt(nowMs)) {
            return;
        }
        WatchEvent event = WatchEvent.change(view);
        if (event == null && clientShows) {
            // What the client shows may not be held here any more: it must hear that, and nothing else.
            event = WatchEvent.retracted(view);
        }
        if (event != null) {
            client.send(event);
            clientShows = view.isVisible();
        }
    }

    /** Tells once that what the client shows has expired; false where that is not so. */
    private boolean tellExpired(long nowMs) {
        ContextView view = last;
        if (!clientShows || view == null || !view.isExpiredAt(nowMs)) {
            return false;
        }
        client.send(WatchEvent.expired(view));
        clientShows = false;
        return true;
    }

    /** Until the next comment, or until what the client shows expires. */
    private long waitMs() {
        ContextView view = last;
        return clientShows && view != null
                ? Math.clamp(view.expiresAtMs() - gateway.nowMs(), 1, AppLimits.WATCH_COMMENT_MS)
                : AppLimits.WATCH_COMMENT_MS;
    }
}
