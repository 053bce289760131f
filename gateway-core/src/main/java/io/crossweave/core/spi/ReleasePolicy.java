package io.crossweave.core.spi;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import java.util.SortedSet;

/**
 * Decides what may leave a site, and what may be submitted at it (L8). Pure: the same event, destination and policy version always give
 * the same answer, byte for byte (L10).
 */
public interface ReleasePolicy {
    /** The answer for one event of this site and one destination region. Never throws: what can't be decided is Hold. */
    ReleaseDecision decide(StampedEvent event, String destinationRegion);

    /**
     * The classes that an addition to a context of this type touches by its path and by places within its value, those that it carries
     * aside. What is copied from there takes them along (L4).
     */
    SortedSet<String> classesOf(String contextType, Addition addition);

    /** Whether this site may hold data of a context with these labels at all. */
    SubmissionDecision admit(ContextKey key, Labels labels);

    /** Identifies the policy in force: 16 bytes that travel in each envelope's header. */
    byte[] policyHash();

    /** Monotone version of the policy: the projection epoch (L11). */
    long version();
}
