package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.stored.Sharer;
import io.crossweave.core.stored.SweepMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks through all contexts for one destination after the policy has changed (L11): which of them it is to be told of anew, and which it
 * begins to share. Step by step, from a mark that the caller keeps durably, so that a restart goes on where this stopped.
 *
 * <p>An event that is committed later is decided by the policy in force; one that was released before stands in the store, so it is seen
 * here. That the old policies are asked as well only saves messages: where they are not known everything is told.
 */
public final class PolicySweep {
    /** What is to be done about one context. */
    public sealed interface Concern {
        ContextKey key();

        /** The destination shares it, and may hold something else of it now. */
        record Restate(ContextKey key) implements Concern {}

        /** The destination has become a member, and shares it already or is not decided about. */
        record Rejoin(ContextKey key) implements Concern {}

        /** Something of it is released to the destination for the first time. */
        record Share(ContextKey key) implements Concern {}
    }

    /**
     * A part of the look through.
     *
     * @param mark durable once what is to be done has been done: where to go on
     */
    public record Part(List<Concern> concerns, SweepMark mark) {
        public Part {
            concerns = List.copyOf(concerns);
        }
    }

    private final SiteId site;
    private final String destination;
    private final PolicyInForce policy;
    private final PolicyRows contexts;
    private final LinkRows rows;

    public PolicySweep(SiteId site, String destination, PolicyInForce policy, PolicyRows contexts, LinkRows rows) {
        this.site = site;
        this.destination = destination;
        this.policy = policy;
        this.contexts = contexts;
        this.rows = rows;
    }

    /** The next part; empty where the destination is told of the policy in force. */
    public Optional<Part> next(int contextsMax) {
        long epoch = policy.version();
        SweepMark before = contexts.told(destination);
        if (before.toldEpoch() >= epoch) {
            return Optional.empty();
        }
        ContextKey after = before.sweepEpoch() == epoch ? before.after() : null;
        Optional<List<ReleasePolicy>> earlier = policy.since(before.toldEpoch());
        List<PolicyRows.Context> page = contexts.contexts(after, contextsMax);
        var concerns = new ArrayList<Concern>();
        for (PolicyRows.Context context : page) {
            Concern concern = look(context, earlier, before.toldEpoch() == 0);
            if (concern != null) {
                concerns.add(concern);
            }
        }
        boolean ended = page.size() < contextsMax;
        return Optional.of(new Part(
                concerns,
                ended
                        ? SweepMark.told(epoch)
                        : new SweepMark(
                                before.toldEpoch(), epoch, page.getLast().key())));
    }

    private @Nullable Concern look(PolicyRows.Context context, Optional<List<ReleasePolicy>> earlier, boolean untold) {
        ContextKey key = context.key();
        boolean shared = context.meta().sharers().stream().map(Sharer::region).anyMatch(destination::equals);
        long last = context.meta().vector().countOf(site.region());
        boolean undecided = false;
        long next = 1;
        while (next <= last) {
            if (shared && earlier.isEmpty()) {
                return untold ? new Concern.Rejoin(key) : new Concern.Restate(key);
            }
            CausalItem item = rows.ownItem(key, next);
            next = OwnItems.lastNumber(item, next) + 1;
            if (!(item instanceof StampedEvent event)) {
                continue;
            }
            ReleaseDecision now = policy.decide(event, destination);
            if (!shared && now instanceof ReleaseDecision.Release) {
                return new Concern.Share(key);
            }
            undecided |= !shared && now instanceof ReleaseDecision.Hold;
            if (shared && earlier.orElse(List.of()).stream().anyMatch(each -> differ(each, event, now))) {
                return new Concern.Restate(key);
            }
        }
        return untold && undecided ? new Concern.Rejoin(key) : null;
    }

    private boolean differ(ReleasePolicy before, StampedEvent event, ReleaseDecision now) {
        return switch (before.decide(event, destination)) {
            case ReleaseDecision.Release(var _, var dropped) ->
                !(now instanceof ReleaseDecision.Release(var _, var droppedNow)) || !dropped.equals(droppedNow);
            case ReleaseDecision.Withhold _ -> !(now instanceof ReleaseDecision.Withhold);
            // What can't be decided now may have been decided when it was sent.
            case ReleaseDecision.Hold _ -> true;
        };
    }
}
