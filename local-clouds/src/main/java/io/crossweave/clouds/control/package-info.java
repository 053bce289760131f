/**
 * What all stand-in clouds share: the {@link io.crossweave.clouds.control.LocalCloud} itself, the loopback HTTP
 * endpoint through which a test orders {@link io.crossweave.clouds.control.Faults}, creates topics and reads counters
 * and stored messages, and the TCP proxy that stands before a broker to drop and cut connections.
 *
 * <p>The endpoint never carries the messages of the product: those travel through the cloud's own protocol.
 */
@NullMarked
package io.crossweave.clouds.control;

import org.jspecify.annotations.NullMarked;
