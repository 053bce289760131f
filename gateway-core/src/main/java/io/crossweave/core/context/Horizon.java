package io.crossweave.core.context;

import io.crossweave.core.model.Hlc;

/**
 * How far a lane has heard of all its peers together (L16), in milliseconds of site clocks.
 *
 * @param completeMs what any peer committed up to then is committed here
 * @param heardMs no later clock of a peer was heard of
 */
public record Horizon(long completeMs, long heardMs) {
    /** Of some peer nothing is known yet. */
    public static final Horizon UNKNOWN = new Horizon(0, Long.MAX_VALUE);

    /** A site without peers knows all that there is. */
    public static Horizon alone(long nowMs) {
        return new Horizon(nowMs, nowMs);
    }

    /** With another peer, whose clock is 0 where it was not heard of since the start. */
    public Horizon and(Hlc watermark, long clockMs) {
        return clockMs == 0
                ? UNKNOWN
                : new Horizon(Math.min(completeMs, watermark.millis()), Math.max(heardMs, clockMs));
    }

    boolean isKnown() {
        return heardMs != UNKNOWN.heardMs;
    }

    /** Whether whatever peers have committed and is not here yet is newer than a clock value. */
    boolean isPast(Hlc hlc) {
        return hlc.millis() < completeMs;
    }
}
