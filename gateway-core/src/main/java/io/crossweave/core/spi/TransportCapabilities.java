package io.crossweave.core.spi;

/**
 * Facts of a transport.
 *
 * @param frameBytesMax largest frame that one message can carry, with the transport's own overhead already taken off
 * @param ordering whether frames of one ordering key normally arrive in the order in which they were sent
 * @param batching whether the client joins frames into larger requests by itself
 */
public record TransportCapabilities(int frameBytesMax, boolean ordering, boolean batching) {
    public TransportCapabilities {
        if (frameBytesMax < 8 << 10) {
            throw new IllegalArgumentException(
                    "frames of " + frameBytesMax + " bytes can't carry a header and a chunk's hash path");
        }
    }
}
