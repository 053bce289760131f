package io.crossweave.adapters.azure;

/**
 * Tells when a reader stands still although its partition goes on: the SDK's receivers do so now and then without an
 * error. Two checks in a row must agree, because one can fall between an event's storing and its delivery.
 */
final class StallWatch {
    /** What one check saw. */
    enum Sight {
        /** Everything that the partition holds was received, or the sink is busy with it. */
        UP_TO_DATE,
        BEHIND,
        /** The partition could not be asked. */
        UNKNOWN
    }

    private long receivedBefore = Long.MIN_VALUE;
    private boolean suspected;

    /** Whether the reader must be made anew. */
    synchronized boolean stalls(Sight sight, long received) {
        boolean still = received == receivedBefore && sight != Sight.UP_TO_DATE;
        boolean stalls = still && suspected;
        suspected = still && !stalls;
        receivedBefore = received;
        return stalls;
    }
}
