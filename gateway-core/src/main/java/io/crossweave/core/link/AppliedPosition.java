package io.crossweave.core.link;

/**
 * Up to where in the log a destination has applied everything that it gets (L16). It reports numbers, the log counts positions: what is
 * needed is a position below which nothing is owed, with the last number that was confirmed then. Once the destination has applied up to
 * that number, it has applied all that records up to that position brought.
 */
final class AppliedPosition {
    private long applied;
    /** Up to here once the number is applied. */
    private long position;

    private long number;
    /** What is watched for next. */
    private long newestPosition;

    private long newestNumber;

    /**
     * A lane of a new link epoch.
     *
     * @param confirmed the position from behind which it sends: what is before was committed at the destination in earlier epochs
     */
    AppliedPosition(long confirmed) {
        this.position = confirmed;
        this.newestPosition = confirmed;
    }

    /** Nothing is owed up to a position, and all numbers up to one are confirmed. */
    void owesNothing(long upToPosition, long confirmedNumber) {
        newestPosition = upToPosition;
        newestNumber = confirmedNumber;
    }

    /** The destination has applied all numbers up to one, and all of earlier epochs. */
    void reached(long appliedNumber) {
        if (appliedNumber >= number) {
            applied = Math.max(applied, position);
            position = newestPosition;
            number = newestNumber;
            if (appliedNumber >= number) {
                applied = Math.max(applied, position);
            }
        }
    }

    long position() {
        return applied;
    }
}
