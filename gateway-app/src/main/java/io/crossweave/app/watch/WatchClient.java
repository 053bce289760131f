package io.crossweave.app.watch;

import io.crossweave.app.AppLimits;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The way to one client. Every send waits for the one before it, so what a slow client has not taken piles up in a bounded feed and nowhere
 * else. A client that has gone ends a send with IllegalStateException.
 */
public final class WatchClient {
    private static final Logger LOG = Logger.getLogger(WatchClient.class);

    private final SseEventSink sink;
    private final Sse sse;
    private final Runnable cut;
    private final Instant end;

    /** {@code cut} ends the connection at once; {@code end} is when the caller's token ends, and with it what it opened. */
    public WatchClient(SseEventSink sink, Sse sse, Runnable cut, Instant end) {
        this.sink = sink;
        this.sse = sse;
        this.cut = cut;
        this.end = end;
    }

    /** What a watch does once it has begun; an IllegalStateException is the client's end. */
    @FunctionalInterface
    interface Watching {
        void run() throws InterruptedException;
    }

    /**
     * Answers at once, so that the client knows that it watches, and goes on in a thread of its own. The first word is sent by the request's
     * thread: the framework begins the response itself when that returns, and two must not begin it.
     */
    void start(Watching watching) {
        try {
            comment("watching");
        } catch (IllegalStateException e) {
            LOG.debugf("watch ended before its first word error=%s", e.getMessage());
            sink.close();
            return;
        }
        Thread.ofVirtual().name("watch").start(() -> run(watching));
    }

    private void run(Watching watching) {
        try (sink) {
            watching.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // The client has gone in the middle of a send; it will come back by itself.
            LOG.debugf("watch ended error=%s", e.getMessage());
        }
    }

    boolean isOpen() {
        return !sink.isClosed() && Instant.now().isBefore(end);
    }

    void send(WatchEvent event) {
        OutboundSseEvent.Builder sent = sse.newEventBuilder().name(event.name()).data(String.class, event.json());
        // An event without an id leaves a client where it was: it begins again when it comes back.
        send(event.id().isEmpty() ? sent.build() : sent.id(event.id()).build());
    }

    void comment(String text) {
        send(sse.newEventBuilder().comment(text).build());
    }

    /** Tells a client where it is although nothing happened. */
    void mark(String id) {
        send(sse.newEventBuilder().id(id).comment("here").build());
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
}
