package io.crossweave.core.publish;

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
import java.util.TreeSet;

/** Policies for tests. */
final class Policies {
    /** Admits and releases everything. */
    static final ReleasePolicy PERMISSIVE = admitting(SubmissionDecision.ADMITTED);

    private Policies() {}

    static ReleasePolicy admitting(SubmissionDecision decision) {
        return new Permissive(decision, "", "");
    }

    /** One that says that a path is of a class. */
    static ReleasePolicy classifying(String path, String classification) {
        return new Permissive(SubmissionDecision.ADMITTED, path, classification);
    }

    private record Permissive(SubmissionDecision decision, String path, String classification)
            implements ReleasePolicy {
        @Override
        public ReleaseDecision decide(StampedEvent event, String destinationRegion) {
            return new ReleaseDecision.Release("all", List.of());
        }

        @Override
        public SortedSet<String> classesOf(String contextType, Addition addition) {
            boolean classified = !path.isEmpty() && addition.path().toString().equals(path);
            return classified ? new TreeSet<>(List.of(classification)) : Collections.emptySortedSet();
        }

        @Override
        public SubmissionDecision admit(ContextKey key, Labels labels) {
            return decision;
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
}
