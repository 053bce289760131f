package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;

/**
 * How much of a lane may be sent and not yet confirmed.
 *
 * @param envelopesMax numbers that bring something
 * @param bytesMax their plain bytes
 */
public record WindowBounds(int envelopesMax, long bytesMax) {
    public static final WindowBounds DEFAULT = new WindowBounds(Limits.WINDOW_ENVELOPES_MAX, Limits.WINDOW_BYTES_MAX);
}
