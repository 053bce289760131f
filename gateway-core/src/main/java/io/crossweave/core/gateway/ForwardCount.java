package io.crossweave.core.gateway;

/**
 * Frames of other sites that came here for a third one, since the start.
 *
 * @param destination whom they are for
 * @param outcome what became of them
 */
public record ForwardCount(String destination, Outcome outcome, long frames, long bytes) {
    /** What becomes of a frame that is for another site. */
    public enum Outcome {
        /** The next site's broker has it. */
        FORWARDED,
        /** It does not go on: the way does not lead over here, it came too often, or it is not what its origin signed. */
        REFUSED,
        /** Too much waited for the destination already; its origin sends again. */
        NO_ROOM,
        /** The next site's broker did not take it; its origin sends again. */
        NOT_TAKEN
    }
}
