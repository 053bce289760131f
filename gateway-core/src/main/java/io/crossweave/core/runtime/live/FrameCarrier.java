package io.crossweave.core.runtime.live;

import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.wire.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries the frames of one envelope through a transport. Of an envelope of several frames a throttled or lost one goes again alone: a
 * service that takes one megabyte a second would never take all of a large document at once.
 */
final class FrameCarrier {
    /** Frames of one large envelope under way. */
    static final int FRAMES_UNDER_WAY_MAX = 4;
    /** Failures in a row after which the envelope is given up, to be made again from the log under the policy of then. */
    static final int FAILURES_MAX = 20;

    /** Longer than any transport takes to end a send by itself. */
    private static final Duration ANSWER_WAIT = Duration.ofMinutes(3);

    private static final Duration PAUSE_AFTER_UNKNOWN = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private final Transport transport;
    private final String orderingKey;
    private final SiteMeters meters;

    FrameCarrier(Transport transport, String orderingKey, SiteMeters meters) {
        this.transport = transport;
        this.orderingKey = orderingKey;
        this.meters = meters;
    }

    /** Sends an envelope's only frame; waits while too many are under way. */
    void carry(Frame frame, OutboundPort.Handling handling) throws InterruptedException {
        handling.underWay().acquire();
        count(frame);
        transport.send(frame, orderingKey, outcome -> {
            handling.underWay().release();
            handling.done().accept(outcome);
        });
    }

    /**
     * Sends the frames of a large envelope, a few at a time, on the caller's thread until all are accepted.
     *
     * @return Accepted when every frame was, else what ended it
     */
    SendOutcome carryAll(List<Frame> frames) {
        try {
            return new Run(frames).toTheEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SendOutcome.Unknown(e);
        }
    }

    private void count(Frame frame) {
        meters.framesSent.increment();
        meters.frameBytesSent.add(frame.size());
    }

    /** How the send of one frame ended. */
    private record Ended(int index, SendOutcome outcome) {}

    /** One large envelope on its way. A throttled one goes on with a single frame under way and takes up speed again. */
    private final class Run {
        private final List<Frame> frames;
        private final Deque<Integer> toSend = new ArrayDeque<>();
        /** Has a place for every frame under way, so that the transport's thread never waits. */
        private final BlockingQueue<Ended> ended = new ArrayBlockingQueue<>(FRAMES_UNDER_WAY_MAX);

        private int underWay;
        private int underWayMax = FRAMES_UNDER_WAY_MAX;
        private int failuresInARow;
        private long resumeAtNanos = System.nanoTime();

        Run(List<Frame> frames) {
            this.frames = frames;
            for (int index = 0; index < frames.size(); index++) {
                toSend.add(index);
            }
        }

        SendOutcome toTheEnd() throws InterruptedException {
            while (underWay > 0 || !toSend.isEmpty()) {
                sendWhatMayGo();
                Ended next = ended.poll(ANSWER_WAIT.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    return new SendOutcome.Unknown(new TimeoutException("no answer to a frame in " + ANSWER_WAIT));
                }
                underWay--;
                switch (next.outcome()) {
                    case SendOutcome.Accepted() -> accepted();
                    case SendOutcome.Throttled(Duration retryAfter) -> again(next, retryAfter);
                    case SendOutcome.Unknown(Throwable cause) -> again(next, PAUSE_AFTER_UNKNOWN);
                    case SendOutcome.Refused refused -> {
                        return refused;
                    }
                }
                if (failuresInARow >= FAILURES_MAX) {
                    return next.outcome();
                }
            }
            return SendOutcome.ACCEPTED;
        }

        /** Waits out a pause only when no frame is under way: the answers to the others are taken first. */
        private void sendWhatMayGo() throws InterruptedException {
            while (underWay < underWayMax && !toSend.isEmpty()) {
                long pauseNanos = resumeAtNanos - System.nanoTime();
                if (pauseNanos > 0 && underWay > 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(pauseNanos);
                send(toSend.removeFirst());
            }
        }

        private void send(int index) {
            Frame frame = frames.get(index);
            underWay++;
            count(frame);
            transport.send(frame, orderingKey, outcome -> ended.add(new Ended(index, outcome)));
        }

        private void accepted() {
            failuresInARow = 0;
            underWayMax = Math.min(underWayMax + 1, FRAMES_UNDER_WAY_MAX);
        }

        private void again(Ended failed, Duration pause) {
            toSend.addFirst(failed.index());
            failuresInARow++;
            underWayMax = 1;
            Duration bounded = pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
            resumeAtNanos = System.nanoTime() + bounded.toNanos();
        }
    }
}
