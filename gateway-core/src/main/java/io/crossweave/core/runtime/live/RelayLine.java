package io.crossweave.core.runtime.live;

import io.crossweave.core.gateway.ForwardCount.Outcome;
import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a relay has for one destination: bounded, sent by a thread of its own, so that a slow destination holds up no other. What finds no
 * room, or is not taken after some tries, is dropped: its numbers are asked for again by who misses them (L12).
 */
final class RelayLine implements Runnable {
    private static final int UNDER_WAY_MAX = 16;
    private static final int TRIES_MAX = 4;
    private static final Duration PAUSE_AFTER_UNKNOWN = Duration.ofMillis(200);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    /** A frame and how often it was tried. */
    private record Waiting(Arrival.Onward what, int tries) {
        int bytes() {
            return what.frame().size();
        }
    }

    private final Function<String, @Nullable Transport> neighbours;
    private final BiConsumer<Outcome, Integer> counted;
    private final Consumer<Throwable> fail;
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(Limits.RELAY_FRAMES_MAX);
    private final AtomicLong bytes = new AtomicLong();
    private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
    private final AtomicLong resumeAtNanos = new AtomicLong(System.nanoTime());

    /**
     * @param neighbours the intakes of those that are reached directly
     * @param counted hears what became of each frame, and of how many bytes it was
     */
    RelayLine(
            Function<String, @Nullable Transport> neighbours,
            BiConsumer<Outcome, Integer> counted,
            Consumer<Throwable> fail) {
        this.neighbours = neighbours;
        this.counted = counted;
        this.fail = fail;
    }

    /** Takes a frame where there is room; never waits. */
    void take(Arrival.Onward onward) {
        put(new Waiting(onward, 0));
    }

    private void put(Waiting frame) {
        boolean room = bytes.addAndGet(frame.bytes()) <= Limits.RELAY_BYTES_MAX && waiting.offer(frame);
        if (!room) {
            bytes.addAndGet(-frame.bytes());
            counted.accept(Outcome.NO_ROOM, frame.bytes());
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Waiting next = waiting.take();
                TimeUnit.NANOSECONDS.sleep(resumeAtNanos.get() - System.nanoTime());
                underWay.acquire();
                send(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void send(Waiting next) {
        Transport neighbour = neighbours.apply(next.what().nextHop());
        if (neighbour == null) {
            ended(next, new SendOutcome.Refused("no way any more"));
            return;
        }
        String key = RelayedTransport.key(next.what().address(), next.what().nextHop());
        try {
            neighbour.send(next.what().frame(), key, outcome -> ended(next, outcome));
        } catch (IllegalStateException closed) {
            // The members changed meanwhile: the next try asks for the way of then.
            ended(next, new SendOutcome.Unknown(closed));
        }
    }

    private void ended(Waiting frame, SendOutcome outcome) {
        underWay.release();
        bytes.addAndGet(-frame.bytes());
        switch (outcome) {
            case SendOutcome.Accepted() -> counted.accept(Outcome.FORWARDED, frame.bytes());
            case SendOutcome.Throttled(Duration retryAfter) -> again(frame, retryAfter);
            case SendOutcome.Unknown(Throwable _) -> again(frame, PAUSE_AFTER_UNKNOWN);
            case SendOutcome.Refused(String _) -> counted.accept(Outcome.NOT_TAKEN, frame.bytes());
        }
    }

    private void again(Waiting frame, Duration pause) {
        Duration bounded = pause.compareTo(PAUSE_MAX) < 0 ? pause : PAUSE_MAX;
        resumeAtNanos.set(System.nanoTime() + bounded.toNanos());
        if (frame.tries() + 1 < TRIES_MAX) {
            put(new Waiting(frame.what(), frame.tries() + 1));
        } else {
            counted.accept(Outcome.NOT_TAKEN, frame.bytes());
        }
    }
}
