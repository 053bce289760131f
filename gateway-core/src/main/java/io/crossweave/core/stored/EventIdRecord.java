package io.crossweave.core.stored;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import java.util.List;

/**
 * What is remembered of a client's event id (L1): the dots that it has here, and the answer that a retry gets.
 *
 * @param twins its dots, ascending: the first one is the one that counts
 * @param bodyHash of the first one's request
 * @param version the context's vector right after the first dot was applied here
 * @param created whether the first dot made the document
 */
public record EventIdRecord(List<Twin> twins, BodyHash bodyHash, VersionVector version, boolean created) {
    public EventIdRecord {
        twins = List.copyOf(twins);
        if (twins.isEmpty()) {
            throw new IllegalArgumentException("an event id without a dot");
        }
    }

    public EventIdRecord(Twin only, BodyHash bodyHash, VersionVector version, boolean created) {
        this(List.of(only), bodyHash, version, created);
    }

    /** The dot that counts. */
    public Dot dot() {
        return twins.getFirst().dot();
    }

    public Hlc hlc() {
        return twins.getFirst().hlc();
    }

    /**
     * One dot of a client event. The smallest counts.
     *
     * @param sequence its place in the context's history at this site
     */
    public record Twin(Hlc hlc, Dot dot, long sequence) implements Comparable<Twin> {
        @Override
        public int compareTo(Twin other) {
            int byClock = hlc.compareTo(other.hlc);
            return byClock != 0 ? byClock : dot.compareTo(other.dot);
        }
    }
}
