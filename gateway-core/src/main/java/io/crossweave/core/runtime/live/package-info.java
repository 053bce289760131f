/**
 * The core on real threads: context lanes and links as virtual threads with bounded queues, one inbound path, heartbeats, reads, waits and
 * watches. The only place of the core that knows clocks, randomness and threads; it decides nothing about contexts, it carries inputs to
 * the state machines of {@code context}, {@code link} and {@code inbound} and their effects to the store and the transports.
 */
@NullMarked
package io.crossweave.core.runtime.live;

import org.jspecify.annotations.NullMarked;
