package io.crossweave.core.runtime.live;

import io.crossweave.core.spi.Transport;

/**
 * The way of a link.
 *
 * @param linkEpoch greater than that of any earlier link to this destination
 * @param firstHop the intake of the destination, or of the relay that hands on what is for it
 */
record LinkWay(String destination, long linkEpoch, Transport firstHop) {}
