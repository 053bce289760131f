package io.crossweave.core.scripted;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.function.BiPredicate;

/** Releases everything but what a test withholds, holds, or drops; the last word of a test on an event counts. */
public final class ScriptedPolicy implements ReleasePolicy {
    private record Rule(BiPredicate<StampedEvent, String> applies, ReleaseDecision decision) {}

    private final List<Rule> rules = new ArrayList<>();

    public ScriptedPolicy withhold(BiPredicate<StampedEvent, String> which) {
        rules.add(new Rule(which, new ReleaseDecision.Withhold("scripted")));
        return this;
    }

    public ScriptedPolicy hold(BiPredicate<StampedEvent, String> which) {
        rules.add(new Rule(which, new ReleaseDecision.Hold("scripted", "the test says so")));
        return this;
    }

    public ScriptedPolicy drop(int ordinal, BiPredicate<StampedEvent, String> which) {
        rules.add(new Rule(which, new ReleaseDecision.Release("scripted", List.of(ordinal))));
        return this;
    }

    public ScriptedPolicy release(BiPredicate<StampedEvent, String> which) {
        rules.add(new Rule(which, new ReleaseDecision.Release("scripted", List.of())));
        return this;
    }

    /** Forgets all rules: everything is released. */
    public ScriptedPolicy releaseAll() {
        rules.clear();
        return this;
    }

    @Override
    public ReleaseDecision decide(StampedEvent event, String destinationRegion) {
        for (Rule rule : rules.reversed()) {
            if (rule.applies().test(event, destinationRegion)) {
                return rule.decision();
            }
        }
        return new ReleaseDecision.Release("open", List.of());
    }

    @Override
    public SortedSet<String> classesOf(String contextType, Addition addition) {
        return Collections.emptySortedSet();
    }

    @Override
    public SubmissionDecision admit(ContextKey key, Labels labels) {
        return SubmissionDecision.ADMITTED;
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
