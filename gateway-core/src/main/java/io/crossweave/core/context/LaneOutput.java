package io.crossweave.core.context;

import io.crossweave.core.spi.WriteBatch;
import java.util.List;

/** A step's one batch, and what follows its commit, in order. */
public record LaneOutput(WriteBatch batch, List<AfterCommit> after) {
    public LaneOutput {
        after = List.copyOf(after);
    }
}
