package io.crossweave.core.gateway;

/**
 * What a comparison of this site's entries with what a peer holds of them came to (L14).
 *
 * @param end whether all was compared
 * @param differing contexts of which the peer held something else than expected
 * @param restated those of them that were restated; what is on its way, or not decided, is left to the next time
 */
public record RepairOutcome(String peer, End end, long endedMs, int differing, int restated) {
    /** How a comparison ended. */
    public enum End {
        /** Everything was compared. */
        COMPARED,
        /** The peer did not answer, or its answers came to no end: nothing is known of the rest. */
        UNANSWERED,
        /** The peer has another key for its hashes, so that nothing can be compared. */
        ANOTHER_KEY
    }
}
