package io.crossweave.core.spi;

import io.crossweave.core.limits.Limits;

/**
 * Facts of a transport.
 *
 * @param frameBytesMax largest frame that one message can carry, with the transport's own overhead already taken off; at least
 *     {@link Limits#FRAME_BYTES_MIN}
 * @param ordering whether frames of one ordering key normally arrive in the order in which they were sent
 * @param batching whether the client joins frames into larger requests by itself
 */
public record TransportCapabilities(int frameBytesMax, boolean ordering, boolean batching) {
    public TransportCapabilities {
        if (frameBytesMax < Limits.FRAME_BYTES_MIN) {
            throw new IllegalArgumentException("frames of at most " + frameBytesMax
                    + " bytes can't carry a whole chunk; the transport must carry " + Limits.FRAME_BYTES_MIN);
        }
    }
}
