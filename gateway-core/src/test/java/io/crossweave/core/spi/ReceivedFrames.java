package io.crossweave.core.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/** A sink that keeps what it is given, and blocks where it is told to. */
final class ReceivedFrames implements DeliverySink {
    private static final long ARRIVAL_TIMEOUT_S = 60;

    private final IntPredicate acknowledges;
    private final List<Integer> numbers = new ArrayList<>();
    private boolean blocked;
    private int waiting;
    private int damaged;

    private ReceivedFrames(IntPredicate acknowledges) {
        this.acknowledges = acknowledges;
    }

    static ReceivedFrames acknowledgingAll() {
        return new ReceivedFrames(number -> true);
    }

    /** Acknowledges a frame at once if its number is one of these. */
    static ReceivedFrames acknowledging(IntPredicate numbers) {
        return new ReceivedFrames(numbers);
    }

    @Override
    public void deliver(Delivery delivery) throws InterruptedException {
        int number = NumberedFrames.number(delivery.frame());
        synchronized (this) {
            waiting++;
            notifyAll();
            try {
                while (blocked) {
                    wait();
                }
            } finally {
                waiting--;
            }
            if (acknowledges.test(number)) {
                // Before anybody learns of it: a test may close the transport as soon as all have come.
                delivery.acknowledge().run();
            }
            numbers.add(number);
            damaged += NumberedFrames.isUnchanged(delivery.frame()) ? 0 : 1;
            notifyAll();
        }
    }

    synchronized void block() {
        blocked = true;
    }

    synchronized void unblock() {
        blocked = false;
        notifyAll();
    }

    /** Until a delivery stands before the blocked sink. */
    synchronized void awaitBlockedDelivery() throws InterruptedException {
        long deadline = deadline(ARRIVAL_TIMEOUT_S);
        while (waiting == 0 && remainingMs(deadline) > 0) {
            wait(remainingMs(deadline));
        }
        if (waiting == 0) {
            throw new AssertionError("no delivery came to the blocked sink within " + ARRIVAL_TIMEOUT_S + " s");
        }
    }

    /** Until nothing more was taken for so long, nor came to the blocked sink: a transport may deliver by several threads. */
    synchronized void awaitStillnessForSeconds(long seconds) throws InterruptedException {
        long givenUp = deadline(ARRIVAL_TIMEOUT_S);
        long still = deadline(seconds);
        int takenBefore = numbers.size();
        int waitingBefore = waiting;
        while (remainingMs(still) > 0) {
            wait(remainingMs(still));
            if (numbers.size() != takenBefore || waiting != waitingBefore) {
                takenBefore = numbers.size();
                waitingBefore = waiting;
                still = deadline(seconds);
            }
            if (remainingMs(givenUp) <= 0) {
                throw new AssertionError("deliveries go on after " + ARRIVAL_TIMEOUT_S + " s");
            }
        }
    }

    /** Until all numbers from {@code first} (inclusive) to {@code end} (exclusive) have arrived, each at least once. */
    synchronized void awaitNumbers(int first, int end) throws InterruptedException {
        long deadline = deadline(ARRIVAL_TIMEOUT_S);
        while (!missing(first, end).isEmpty()) {
            if (remainingMs(deadline) <= 0) {
                throw new AssertionError("after " + ARRIVAL_TIMEOUT_S + " s, of " + first + " to " + end + " missing: "
                        + missing(first, end));
            }
            wait(remainingMs(deadline));
        }
    }

    /** In order of arrival, repetitions included. */
    synchronized List<Integer> numbers() {
        return List.copyOf(numbers);
    }

    /** How many did not have the bytes that were sent. */
    synchronized int damaged() {
        return damaged;
    }

    private List<Integer> missing(int first, int end) {
        List<Integer> missing = new ArrayList<>();
        for (int number = first; number < end; number++) {
            if (!numbers.contains(number)) {
                missing.add(number);
            }
        }
        return missing;
    }

    private static long deadline(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    private static long remainingMs(long deadline) {
        return TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
}
