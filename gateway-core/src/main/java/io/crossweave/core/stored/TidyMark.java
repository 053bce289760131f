package io.crossweave.core.stored;

/**
 * How far a context is tidied (L16).
 *
 * @param stableNumber the own number up to which every site that gets this site's items has applied them
 * @param trimmedSequence the last place in the history from which something was taken away; 0 where it is whole
 * @param sharedAt the last position of the lane's log that asks for dots of before it to be sent; until it is trimmed somebody may have a
 *     part of them only
 */
public record TidyMark(long stableNumber, long trimmedSequence, long sharedAt) {
    public static final TidyMark NONE = new TidyMark(0, 0, 0);

    public TidyMark stable(long number) {
        return new TidyMark(Math.max(stableNumber, number), trimmedSequence, sharedAt);
    }

    public TidyMark trimmed(long sequence) {
        return new TidyMark(stableNumber, sequence, sharedAt);
    }

    public TidyMark shared(long position) {
        return new TidyMark(stableNumber, trimmedSequence, position);
    }
}
