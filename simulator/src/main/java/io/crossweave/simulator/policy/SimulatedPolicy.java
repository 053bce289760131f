package io.crossweave.simulator.policy;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import io.crossweave.simulator.tally.Count;
import io.crossweave.simulator.tally.Tally;
import java.util.SortedSet;

/**
 * The production policy of a site, and what documents can't say yet: that single events of a context stay inside, by their source; and that
 * a destination, or a context for it, is undecided for a while.
 */
public final class SimulatedPolicy implements ReleasePolicy {
    /** Events of this source are withheld from sites outside. */
    public static final String STAYS_INSIDE = "automation";

    private final ReleasePolicy rules;
    private final Geography geography;
    private final Tally tally;
    private final Undecided undecided;

    public SimulatedPolicy(ReleasePolicy rules, Geography geography, Undecided undecided, Tally tally) {
        this.rules = rules;
        this.geography = geography;
        this.undecided = undecided;
        this.tally = tally;
    }

    @Override
    public ReleaseDecision decide(StampedEvent event, String destination) {
        ReleaseDecision decision = decided(event, destination);
        switch (decision) {
            case ReleaseDecision.Hold _ -> tally.add(Count.HELD);
            case ReleaseDecision.Withhold _ -> tally.add(Count.WITHHELD);
            case ReleaseDecision.Release _ -> {}
        }
        return decision;
    }

    private ReleaseDecision decided(StampedEvent event, String destination) {
        if (undecided.is(destination, event.key())) {
            return new ReleaseDecision.Hold("held", "the run says so");
        }
        if (geography.isOutside(destination) && event.provenance().source().equals(STAYS_INSIDE)) {
            return new ReleaseDecision.Withhold("stays-inside");
        }
        return rules.decide(event, destination);
    }

    @Override
    public SortedSet<String> classesOf(String contextType, Addition addition) {
        return rules.classesOf(contextType, addition);
    }

    @Override
    public SubmissionDecision admit(ContextKey key, Labels labels) {
        return rules.admit(key, labels);
    }

    @Override
    public byte[] policyHash() {
        return rules.policyHash();
    }

    @Override
    public long version() {
        return rules.version();
    }
}
