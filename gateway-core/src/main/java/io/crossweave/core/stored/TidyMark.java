package io.crossweave.core.stored;

/**
 * How far a context is tidied (L16).
 *
 * @param stableNumber the own number up to which every site that gets this site's items has applied them
 * @param trimmedSequence the last place in the history from which something was taken away; 0 where it is whole
 */
public record TidyMark(long stableNumber, long trimmedSequence) {
    public static final TidyMark NONE = new TidyMark(0, 0);
}
