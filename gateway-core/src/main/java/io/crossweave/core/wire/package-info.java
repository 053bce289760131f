/**
 * All byte layouts: envelopes, frames, the items inside them, what is stored, and compression. {@code docs/wire-format.md} specifies them
 * bit by bit. Only this package makes a {@link io.crossweave.core.wire.Frame}. Next on the way out: {@code spi.EnvelopeSealer} seals a
 * draft, this package cuts it, a transport sends the frames; on the way in the same backwards.
 */
@NullMarked
package io.crossweave.core.wire;

import org.jspecify.annotations.NullMarked;
