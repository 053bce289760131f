package io.crossweave.core.runtime.live;

import io.crossweave.core.spi.Transport;

/**
 * The way of a link.
 *
 * @param linkEpoch greater than that of any earlier link to this destination
 * @param nextHop the destination itself, or the relay that hands on what is for it
 * @param firstHop the intake of the next hop
 */
record LinkWay(String destination, long linkEpoch, String nextHop, Transport firstHop) {
    /** What the link sends by. */
    Transport transport() {
        return nextHop.equals(destination) ? firstHop : new RelayedTransport(firstHop, destination);
    }
}
