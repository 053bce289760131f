/**
 * Changes in their two forms: what a client asks for ({@link io.crossweave.core.event.ContextEvent}) and what the publishing site made of
 * it ({@link io.crossweave.core.event.StampedEvent}, typed operations that receivers only apply). What travels to a peer is a
 * {@link io.crossweave.core.event.LaneItem}. Next: {@code publish} stamps, {@code context} applies.
 */
@NullMarked
package io.crossweave.core.event;

import org.jspecify.annotations.NullMarked;
