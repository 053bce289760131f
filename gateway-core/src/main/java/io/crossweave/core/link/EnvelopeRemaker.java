package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the items of a number again, from the log and the policy as they are now: every send asks the policy (L12). */
final class EnvelopeRemaker {
    private final String destination;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private final RestatementMaker restatements;

    EnvelopeRemaker(String destination, LinkRows rows, ReleasePolicy policy) {
        this.destination = destination;
        this.rows = rows;
        this.policy = policy;
        this.restatements = new RestatementMaker(destination, rows, policy);
    }

    /** The policy's number now; to be asked for before anything is made. */
    long projectionEpoch() {
        return policy.version();
    }

    /** What has become of a number. */
    sealed interface Remade {
        record Items(List<LaneItem> items) implements Remade {}

        /** Policy can't decide one of them now. */
        record OnHold() implements Remade {}

        /** More may leave than before, and more than one number should bring. */
        record Outgrown() implements Remade {}
    }

    Remade remake(SentEnvelope envelope) {
        var items = new Gathered();
        for (ItemSource source : envelope.sources()) {
            boolean made = switch (source) {
                case ItemSource.Sharers(var key) -> items.add(new SharersNotice(key, rows.sharers(key)));
                case ItemSource.OwnDots dots -> remakeDots(dots, items);
                case ItemSource.Restated run -> remakeRestatement(run, items);
                case ItemSource.Said(var item) -> items.add(item);
            };
            if (items.outgrown) {
                return new Remade.Outgrown();
            }
            if (!made) {
                return new Remade.OnHold();
            }
        }
        return new Remade.Items(items.list);
    }

    /** Items as far as one number should bring them: one alone may be of any size. */
    private static final class Gathered {
        private final List<LaneItem> list = new ArrayList<>();
        private long bytes;
        private boolean outgrown;

        /** False where that is too much. */
        boolean add(LaneItem item) {
            bytes += ItemWeight.of(item);
            outgrown |= !list.isEmpty() && bytes > Limits.REMADE_BYTES_MAX;
            if (!outgrown) {
                list.add(item);
            }
            return !outgrown;
        }
    }

    private boolean remakeRestatement(ItemSource.Restated run, Gathered items) {
        long next = run.fromCounter();
        while (next <= run.toCounter()) {
            Optional<Restatement> part = restatements.make(run.key(), next, run.toCounter());
            if (part.isEmpty() || !items.add(part.get())) {
                return false;
            }
            next += part.get().size();
        }
        return true;
    }

    private boolean remakeDots(ItemSource.OwnDots dots, Gathered items) {
        var withheld = new PlaceholderRun();
        long next = dots.fromCounter();
        while (next <= dots.toCounter()) {
            CausalItem item = rows.ownItem(dots.key(), next);
            switch (OwnItems.decide(policy, item, destination)) {
                case ReleaseDecision.Hold hold -> {
                    return false;
                }
                case ReleaseDecision.Withhold withhold -> addAll(items, withheld.add(item, next));
                case ReleaseDecision.Release(var rule, var dropped) -> {
                    addAll(items, withheld.end());
                    items.add(Projection.of(item, dropped));
                }
            }
            if (items.outgrown) {
                return false;
            }
            next = OwnItems.lastNumber(item, next) + 1;
        }
        addAll(items, withheld.end());
        return true;
    }

    private static void addAll(Gathered items, List<SourcedItem> more) {
        more.forEach(sourced -> items.add(sourced.item()));
    }
}
