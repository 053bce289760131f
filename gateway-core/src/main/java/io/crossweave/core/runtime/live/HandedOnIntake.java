package io.crossweave.core.runtime.live;

import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.DeliverySink;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.spi.TransportCapabilities;
import io.crossweave.core.wire.Frame;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An intake that is handed on from the start of a site to the site: an intake can be subscribed to once. Between the two it delivers nothing. */
final class HandedOnIntake implements Transport {
    private final Transport intake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition handedOn = lock.newCondition();
    private @Nullable DeliverySink sink;

    HandedOnIntake(Transport intake) {
        this.intake = intake;
        intake.subscribe(this::deliver);
    }

    private void deliver(Delivery delivery) throws InterruptedException {
        DeliverySink to;
        lock.lockInterruptibly();
        try {
            to = sink;
            while (to == null) {
                handedOn.await();
                to = sink;
            }
        } finally {
            lock.unlock();
        }
        to.deliver(delivery);
    }

    /** From now on nothing is delivered, until somebody else subscribes. */
    void unsubscribe() {
        hand(null);
    }

    @Override
    public void subscribe(DeliverySink next) {
        hand(next);
    }

    private void hand(@Nullable DeliverySink next) {
        lock.lock();
        try {
            sink = next;
            handedOn.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public TransportCapabilities capabilities() {
        return intake.capabilities();
    }

    @Override
    public void send(Frame frame, String orderingKey, Consumer<SendOutcome> done) {
        intake.send(frame, orderingKey, done);
    }

    @Override
    public void close() {
        intake.close();
    }
}
