package io.crossweave.simulator.network;

import io.crossweave.core.spi.Delivery;

/** A site as the network sees it. */
public interface Receiver {
    /** Takes a frame; false where nobody is there to take it, or where it has no room now. */
    boolean takes(Delivery delivery);
}
