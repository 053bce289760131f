package io.crossweave.app.fake;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** Everything may be everywhere. */
final class OpenPolicy implements ReleasePolicy {
    @Override
    public ReleaseDecision decide(StampedEvent event, String destinationRegion) {
        return new ReleaseDecision.Release("open", List.of());
    }

    @Override
    public SortedSet<String> classesOf(String contextType, Addition addition) {
        return Collections.emptySortedSet();
    }

    @Override
    public SubmissionDecision admit(ContextKey key, Labels labels) {
        return new SubmissionDecision.Admitted();
    }

    @Override
    public byte[] policyHash() {
        return new byte[16];
    }

    @Override
    public long version() {
        return 1;
    }
}
