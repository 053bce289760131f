package io.crossweave.core.model;

/** One entry of an event: its dot and its ordinal within the event, from 0. */
public record EntryId(Dot dot, int ordinal) implements Comparable<EntryId> {
    /** Stands for a whole dot whose entries this site may not hold (L3); never the id of an entry. */
    public static final int WHOLE_DOT = -1;

    public EntryId {
        if (ordinal < WHOLE_DOT) {
            throw new IllegalArgumentException("ordinal " + ordinal);
        }
    }

    public static EntryId wholeDot(Dot dot) {
        return new EntryId(dot, WHOLE_DOT);
    }

    public boolean isWholeDot() {
        return ordinal == WHOLE_DOT;
    }

    @Override
    public int compareTo(EntryId other) {
        int byDot = dot.compareTo(other.dot);
        return byDot != 0 ? byDot : Integer.compare(ordinal, other.ordinal);
    }

    @Override
    public String toString() {
        return isWholeDot() ? dot + ".*" : dot + "." + ordinal;
    }
}
