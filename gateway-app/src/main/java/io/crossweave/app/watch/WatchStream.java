package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells one client of one context, until the client goes, lags or its token ends. Every send waits for the one before it, so what a slow
 * client has not taken piles up in the bounded feed and nowhere else.
 */
public final class WatchStream {
    private static final Logger LOG = Logger.getLogger(WatchStream.class);

    private final Gateway gateway;
    private final ContextKey key;
    private final ContextType type;
    private final SseEventSink sink;
    private final Sse sse;
    private final Runnable cut;
    private final Instant end;
    /** The last view that was looked at for the client, and whether the client may still show its document, or that of one before it. */
    private @Nullable ContextView last;

    private boolean clientShows;

    /** {@code end} is when the caller's token ends, and with it what it opened. */
    public WatchStream(Gateway gateway, ContextKey key, ContextType type, Client client, Instant end) {
        this.gateway = gateway;
        this.key = key;
        this.type = type;
        this.sink = client.sink();
        this.sse = client.sse();
        this.cut = client.cut();
        this.end = end;
    }

    /** The way to a client; {@code cut} ends its connection at once. */
    public record Client(SseEventSink sink, Sse sse, Runnable cut) {}

    /**
     * Answers at once, so that the client knows that it watches, and goes on in a thread of its own. The first word is sent by the request's
     * thread: the framework begins the response itself when that returns, and two must not begin it.
     */
    public void start(@Nullable LastSeen lastSeen) {
        try {
            comment("watching");
        } catch (IllegalStateException e) {
            LOG.debugf("watch ended before its first word error=%s", e.getMessage());
            sink.close();
            return;
        }
        Thread.ofVirtual().name("watch").start(() -> run(lastSeen));
    }

    private void run(@Nullable LastSeen lastSeen) {
        try (sink) {
            if (lastSeen == null || reach(lastSeen.version())) {
                tell(lastSeen);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // The client has gone in the middle of a send; it will come back by itself.
            LOG.debugf("watch ended error=%s", e.getMessage());
        }
    }

    /** Waits until this site has what the client saw elsewhere: telling it less would let it go back in time. */
    private boolean reach(VersionVector lastSeen) throws InterruptedException {
        while (isOpen()) {
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
            comment("waiting");
        }
        return false;
    }

    private void tell(@Nullable LastSeen lastSeen) throws InterruptedException {
        try (var feed = WatchFeed.open(gateway, key)) {
            VersionVector told = begin(lastSeen);
            while (isOpen() && !feed.isCutOff()) {
                ContextView view = feed.next(waitMs());
                if (view == null) {
                    if (!tellExpired(gateway.nowMs())) {
                        comment("alive");
                    }
                } else if (!told.covers(view.version())) {
                    told = view.version();
                    sendChange(view);
                }
            }
        }
    }

    /** Tells what is there, or what the client missed; the version up to which it is told then. */
    private VersionVector begin(@Nullable LastSeen lastSeen) {
        Optional<ContextView> now = gateway.read(key);
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
        send(WatchEvent.snapshot(key, now.orElse(null), gateway.site()));
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
        if (event != null) {
            send(event);
            clientShows = view.isVisible();
        }
    }

    /** Tells once that what the client shows has expired; false where that is not so. */
    private boolean tellExpired(long nowMs) {
        ContextView view = last;
        if (!clientShows || view == null || !view.isExpiredAt(nowMs)) {
            return false;
        }
        send(WatchEvent.expired(view));
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

    private void send(WatchEvent event) {
        OutboundSseEvent sent = sse.newEventBuilder()
                .name(event.name())
                .id(event.id())
                .data(String.class, event.json())
                .build();
        send(sent);
    }

    private void comment(String text) {
        send(sse.newEventBuilder().comment(text).build());
    }

    /** Waits until it is on its way. A client that takes nothing for long holds a document in memory, and is cut off. */
    private void send(OutboundSseEvent event) {
        try {
            sink.send(event).toCompletableFuture().get(AppLimits.WATCH_SEND_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            cut.run();
            throw new IllegalStateException("the client takes nothing", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the client has gone", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the site stops", e);
        }
    }

    private boolean isOpen() {
        return !sink.isClosed() && Instant.now().isBefore(end);
    }
}
