package io.crossweave.core.spi;

/** Where a transport hands over what it receives. */
@FunctionalInterface
public interface DeliverySink {
    /**
     * Takes one delivery. Blocks while the site can't take more: that is the signal to stop fetching. Different deliveries may come from
     * different threads.
     */
    void deliver(Delivery delivery) throws InterruptedException;
}
