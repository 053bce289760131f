/**
 * All byte layouts: envelopes, frames, the items inside them, and compression; what is stored is in {@code wire.stored}, heartbeats in
 * {@code wire.control}. {@code docs/wire-format.md} specifies them bit by bit. Only this package makes a
 * {@link io.crossweave.core.wire.Frame}.
 *
 * <p>Way out: {@link io.crossweave.core.wire.BodyCodec} makes a body of a lane's items, {@code spi.EnvelopeSealer} seals it,
 * {@link io.crossweave.core.wire.FrameCutter} cuts the envelope, a transport sends the frames. Way in:
 * {@link io.crossweave.core.wire.FrameParser} takes a frame apart, its signature and path are checked, and once all of an envelope's
 * chunks are here and opened the items come out of {@code BodyCodec}.
 *
 * <p>Nothing here is trusted: a decoder gives a value or a {@link io.crossweave.core.wire.WireFormatException}, takes no memory before it
 * has compared a length with its limit and with the bytes that are there, and knows no key and no cipher.
 */
@NullMarked
package io.crossweave.core.wire;

import org.jspecify.annotations.NullMarked;
