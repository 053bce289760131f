package io.crossweave.core.state;

import io.crossweave.core.stored.ProjectionMarks;
import java.util.TreeMap;

/** Which policies of its origins a context has heard of (L11). Epochs that no policy change has raised are not kept. */
public final class Projections {
    private static final long FIRST_EPOCH = 1;

    private final TreeMap<String, Long> epochs = new TreeMap<>();
    private long restatements;

    /** The greatest projection epoch that came of a region. */
    public long epochOf(String region) {
        Long seen = epochs.get(region);
        return seen == null ? FIRST_EPOCH : seen;
    }

    /** Notes an epoch; true where it is greater than all before. */
    public boolean raise(String region, long epoch) {
        if (epoch <= epochOf(region)) {
            return false;
        }
        epochs.put(region, epoch);
        return true;
    }

    /** What is held is another than before, with nothing applied: views of one version differ by it. */
    public void restated() {
        restatements++;
    }

    /** How often what is held of the context has changed by them. */
    public long restatements() {
        return restatements;
    }

    /** Puts back what is stored. */
    public void restore(ProjectionMarks stored) {
        epochs.putAll(stored.epochs());
        restatements = stored.restatements();
    }

    public ProjectionMarks stored() {
        return new ProjectionMarks(epochs, restatements);
    }
}
