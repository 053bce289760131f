package io.crossweave.core.stored;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;

/** The event that ended an entry's part in a conflict; the earliest by (HLC, dot) where there were several. */
public record Supersession(Hlc hlc, Dot dot) implements Comparable<Supersession> {
    @Override
    public int compareTo(Supersession other) {
        int byClock = hlc.compareTo(other.hlc);
        return byClock != 0 ? byClock : dot.compareTo(other.dot);
    }
}
