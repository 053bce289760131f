package io.crossweave.clouds.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The faults that a cloud shows at this moment. A broker asks it at each send and each delivery. */
public final class Faults {

    private static final Duration THROTTLE_DELAY_DEFAULT = Duration.ofSeconds(1);

    private final List<Runnable> whenConnectionsDrop = new ArrayList<>();
    private final List<Runnable> whenResumed = new ArrayList<>();
    private int acksToLose;
    private double loseAckProbability;
    private Random draws = new Random(0);
    private int sendsToThrottle;
    private Duration throttleDelay = THROTTLE_DELAY_DEFAULT;
    private boolean paused;
    private boolean cut;

    /** Asked once per send that was stored: {@code true} means that the sender must not learn of it. */
    public synchronized boolean takeLostAck() {
        if (acksToLose > 0) {
            acksToLose--;
            return true;
        }
        return loseAckProbability > 0 && draws.nextDouble() < loseAckProbability;
    }

    /** Asked once per send before it is stored: {@code true} means that it must be told to slow down. */
    public synchronized boolean takeThrottledSend() {
        if (sendsToThrottle == 0) {
            return false;
        }
        sendsToThrottle--;
        return true;
    }

    /** How long a throttled send is held by a service that throttles by delay. */
    public synchronized Duration throttleDelay() {
        return throttleDelay;
    }

    public synchronized boolean paused() {
        return paused;
    }

    public synchronized boolean cut() {
        return cut;
    }

    /** Returns when deliveries may go on; at once if they may. */
    public synchronized void awaitResumed() throws InterruptedException {
        while (paused) {
            wait();
        }
    }

    /** The action closes all connections that stand; it runs on the control endpoint's thread. */
    public synchronized void onDropConnections(Runnable action) {
        whenConnectionsDrop.add(action);
    }

    /** The action starts deliveries again; it runs on the control endpoint's thread. */
    public synchronized void onResumed(Runnable action) {
        whenResumed.add(action);
    }

    public void apply(FaultOrder order) {
        List<Runnable> actions = new ArrayList<>();
        synchronized (this) {
            set(order);
            if (Boolean.TRUE.equals(order.dropConnections()) || Boolean.TRUE.equals(order.cut())) {
                actions.addAll(whenConnectionsDrop);
            }
            if (Boolean.FALSE.equals(order.pause())) {
                actions.addAll(whenResumed);
                notifyAll();
            }
        }
        // Outside the lock: an action takes the broker's locks, and the broker asks us while it holds them.
        actions.forEach(Runnable::run);
    }

    /** Back to a healthy cloud. */
    public void clear() {
        apply(new FaultOrder(null, 0, 0.0, null, 0, THROTTLE_DELAY_DEFAULT.toMillis(), false, false));
    }

    private void set(FaultOrder order) {
        if (order.loseAcks() != null) {
            acksToLose = order.loseAcks();
        }
        if (order.seed() != null) {
            draws = new Random(order.seed());
        }
        if (order.loseAckProbability() != null) {
            loseAckProbability = order.loseAckProbability();
        }
        if (order.throttleSends() != null) {
            sendsToThrottle = order.throttleSends();
        }
        if (order.throttleDelayMs() != null) {
            throttleDelay = Duration.ofMillis(order.throttleDelayMs());
        }
        if (order.pause() != null) {
            paused = order.pause();
        }
        if (order.cut() != null) {
            cut = order.cut();
        }
    }
}
