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
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

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
    private final Set<String> held = new TreeSet<>();

    public SimulatedPolicy(ReleasePolicy rules, Geography geography, Tally tally) {
        this.rules = rules;
        this.geography = geography;
        this.tally = tally;
    }

    public void toggleHold(String destination) {
        toggle(destination);
    }

    public void toggleHold(String destination, ContextKey key) {
        toggle(destination + "/" + key);
    }

    private void toggle(String what) {
        if (!held.remove(what)) {
            held.add(what);
        }
    }

    public void releaseAll() {
        held.clear();
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
        if (!held.isEmpty() && (held.contains(destination) || held.contains(destination + "/" + event.key()))) {
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
