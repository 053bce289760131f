package io.crossweave.core.link;

import io.crossweave.core.event.Addition;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Labels;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SubmissionDecision;
import io.crossweave.core.stored.PolicyMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * The policy that a site follows now, by its number: its {@link #version} is the projection epoch (L11). Another policy is first noted
 * durably under its number, then it comes into force at once for all who ask here; nothing is released under a number that a restart could
 * give to another policy.
 */
public final class PolicyInForce implements ReleasePolicy {
    /** Earlier policies that are kept to compare with; what is told of an older one is told of everything. */
    private static final int EARLIER_MAX = 16;

    private record Numbered(ReleasePolicy policy, long epoch) {}

    /** Ascending; the last one is in force. */
    private volatile List<Numbered> policies;

    /**
     * @param stored what the store says was followed last; null in a new store
     */
    public PolicyInForce(ReleasePolicy policy, @Nullable PolicyMark stored) {
        this.policies = List.of(new Numbered(policy, next(policy, stored).projectionEpoch()));
    }

    private static PolicyMark next(ReleasePolicy policy, @Nullable PolicyMark before) {
        byte[] hash = policy.policyHash();
        if (before == null) {
            return new PolicyMark(1, hash);
        }
        boolean same = Arrays.equals(before.hash(), hash);
        return new PolicyMark(same ? before.projectionEpoch() : before.projectionEpoch() + 1, hash);
    }

    /** What is to be durable before another policy may come into force; the mark of this one where it is the same. */
    public PolicyMark markOf(ReleasePolicy policy) {
        return next(policy, mark());
    }

    public PolicyMark mark() {
        return new PolicyMark(version(), policyHash());
    }

    /** Follows a policy from now on. Its mark is durable. */
    public void follow(ReleasePolicy policy, PolicyMark mark) {
        if (mark.projectionEpoch() <= version()) {
            return;
        }
        var known = new ArrayList<>(policies);
        known.add(new Numbered(policy, mark.projectionEpoch()));
        if (known.size() > EARLIER_MAX) {
            known.removeFirst();
        }
        policies = List.copyOf(known);
    }

    /** The policies that were followed from an epoch on, before that in force; empty where not all of them are known any more. */
    Optional<List<ReleasePolicy>> since(long epoch) {
        List<Numbered> known = policies;
        if (known.getFirst().epoch() > epoch) {
            return Optional.empty();
        }
        return Optional.of(known.stream()
                .limit(known.size() - 1L)
                .filter(each -> each.epoch() >= epoch)
                .map(Numbered::policy)
                .toList());
    }

    private Numbered now() {
        return policies.getLast();
    }

    @Override
    public ReleaseDecision decide(StampedEvent event, String destinationRegion) {
        return now().policy().decide(event, destinationRegion);
    }

    @Override
    public SubmissionDecision admit(ContextKey key, Labels labels) {
        return now().policy().admit(key, labels);
    }

    @Override
    public SortedSet<String> classesOf(String contextType, Addition addition) {
        return now().policy().classesOf(contextType, addition);
    }

    @Override
    public byte[] policyHash() {
        return now().policy().policyHash();
    }

    @Override
    public long version() {
        return now().epoch();
    }
}
