package io.crossweave.adapters.gcp;

import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.pubsub.v1.PublishResponse;
import com.google.pubsub.v1.PubsubMessage;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.SendOutcome.Refused;
import io.crossweave.core.spi.SendOutcome.Throttled;
import io.crossweave.core.spi.SendOutcome.Unknown;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What waits to be published: one line per ordering key, with one request of each key under way. Several requests of one key may arrive
 * in another order than they were sent, so the rest of the line waits and goes together in the next one.
 *
 * <p>A request that fails ends what waits behind it with the same outcome, unpublished: none overtakes it, and the caller, who learns of
 * them in their order, sends them again in it. Google's {@code Publisher} is not used here, because with ordering on it repeats a failed
 * request for ever by itself: the caller would learn neither that the service throttles nor that it can't be reached.
 */
final class KeyLines {
    /** Accepted from the caller and not yet answered by the service. */
    static final long HELD_BYTES_MAX = 16L << 20;

    /** One request takes a key's share of about a second, see {@link FrameMessage#FRAME_BYTES_MAX}. */
    private static final long REQUEST_BYTES_MAX = FrameMessage.FRAME_BYTES_MAX;

    /** The service's own limit. */
    private static final int REQUEST_FRAMES_MAX = 1_000;

    private static final Duration RETRY_AFTER_FULL = Duration.ofMillis(200);

    private final Duration roomWait;
    private final Publishing service;
    private final Map<String, Line> lines = new HashMap<>();
    private long heldBytes;
    private boolean stopped;

    /** A send waits for room, so that the frames of a large envelope can go through a smaller bound one after the other. */
    KeyLines(Publishing service, Duration roomWait) {
        this.roomWait = roomWait;
        this.service = service;
    }

    private record Waiting(PubsubMessage message, Consumer<SendOutcome> done) {
        long frameBytes() {
            return message.getData().size();
        }

        long heldBytes() {
            return frameBytes() + FrameMessage.OVERHEAD_BYTES_MAX;
        }
    }

    /** Frames that are published together. Ends once, by the service's answer or by the end of all. */
    private static final class Request {
        final List<Waiting> frames = new ArrayList<>();
        boolean ended;
    }

    /** Stands in the map while a request of its key is under way. Guarded by the lines' lock, like its requests. */
    private static final class Line {
        final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        Request underWay = new Request();
        /** So many of the first must go alone, because the request in which they were together was refused. */
        int alone;

        Request takeRequest() {
            Request request = new Request();
            int framesMax = alone > 0 ? 1 : REQUEST_FRAMES_MAX;
            long bytes = 0;
            for (Waiting next = waiting.peekFirst();
                    next != null && request.frames.size() < framesMax;
                    next = waiting.peekFirst()) {
                bytes += next.frameBytes();
                if (bytes > REQUEST_BYTES_MAX && !request.frames.isEmpty()) {
                    break;
                }
                request.frames.add(waiting.removeFirst());
            }
            alone = Math.max(0, alone - request.frames.size());
            underWay = request;
            return request;
        }
    }

    private enum Place {
        FIRST,
        BEHIND,
        FULL,
        CLOSED
    }

    void send(PubsubMessage message, Consumer<SendOutcome> done) {
        switch (enter(new Waiting(message, done))) {
            case FIRST -> publishNext(message.getOrderingKey());
            case BEHIND -> {}
            case FULL -> done.accept(new Throttled(RETRY_AFTER_FULL));
            case CLOSED -> done.accept(closedOutcome());
        }
    }

    /** From now on nothing is taken any more. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Ends what has no outcome yet, after the connection is gone and no answer can come. */
    void endAll() {
        List<Waiting> left = new ArrayList<>();
        synchronized (this) {
            stopped = true;
            for (Line line : lines.values()) {
                if (!line.underWay.ended) {
                    line.underWay.ended = true;
                    left.addAll(line.underWay.frames);
                }
                left.addAll(line.waiting);
            }
            lines.clear();
        }
        end(left, closedOutcome());
    }

    private synchronized Place enter(Waiting sending) {
        boolean room = awaitRoom(sending.heldBytes());
        if (stopped) {
            return Place.CLOSED;
        }
        if (!room) {
            return Place.FULL;
        }
        heldBytes += sending.heldBytes();
        String key = sending.message.getOrderingKey();
        boolean first = !lines.containsKey(key);
        lines.computeIfAbsent(key, _ -> new Line()).waiting.addLast(sending);
        return first ? Place.FIRST : Place.BEHIND;
    }

    private synchronized boolean awaitRoom(long bytes) {
        long deadline = System.nanoTime() + roomWait.toNanos();
        try {
            for (long leftMs = roomWait.toMillis();
                    leftMs > 0 && !stopped && heldBytes + bytes > HELD_BYTES_MAX;
                    leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                wait(leftMs);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return heldBytes + bytes <= HELD_BYTES_MAX;
    }

    private void publishNext(String key) {
        Request request = nextRequest(key);
        if (request.frames.isEmpty()) {
            return;
        }
        List<PubsubMessage> messages =
                request.frames.stream().map(Waiting::message).toList();
        ApiFutures.addCallback(
                service.publish(messages),
                new ApiFutureCallback<PublishResponse>() {
                    @Override
                    public void onSuccess(PublishResponse stored) {
                        accepted(key, request);
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        failed(key, request, PublishOutcome.of(failure));
                    }
                },
                Runnable::run);
    }

    /** Empty at the end of the line, which then leaves the map. */
    private synchronized Request nextRequest(String key) {
        Line line = lines.get(key);
        if (line == null) {
            return new Request();
        }
        Request request = line.takeRequest();
        if (request.frames.isEmpty()) {
            lines.remove(key);
        }
        return request;
    }

    private void accepted(String key, Request request) {
        if (finish(request)) {
            end(request.frames, SendOutcome.ACCEPTED);
            publishNext(key);
        }
    }

    private void failed(String key, Request request, SendOutcome outcome) {
        if (!finish(request)) {
            return;
        }
        if (!(outcome instanceof Refused)) {
            end(request.frames, outcome);
            end(takeWaiting(key), outcome);
            return;
        }
        if (request.frames.size() > 1) {
            // One of them is refused; the others must not share its fate.
            putBackSingly(key, request);
        } else {
            end(request.frames, outcome);
        }
        publishNext(key);
    }

    private synchronized boolean finish(Request request) {
        boolean first = !request.ended;
        request.ended = true;
        return first;
    }

    private synchronized List<Waiting> takeWaiting(String key) {
        Line line = lines.remove(key);
        return line == null ? List.of() : List.copyOf(line.waiting);
    }

    private synchronized void putBackSingly(String key, Request request) {
        Line line = lines.computeIfAbsent(key, _ -> new Line());
        request.frames.reversed().forEach(line.waiting::addFirst);
        line.alone += request.frames.size();
    }

    private void end(List<Waiting> frames, SendOutcome outcome) {
        synchronized (this) {
            frames.forEach(frame -> heldBytes -= frame.heldBytes());
            notifyAll();
        }
        frames.forEach(frame -> frame.done().accept(outcome));
    }

    private static SendOutcome closedOutcome() {
        return new Unknown(new IllegalStateException("the transport is closed"));
    }
}
