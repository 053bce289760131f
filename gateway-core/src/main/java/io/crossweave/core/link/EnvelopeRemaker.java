package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.SharersNotice;
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

    /** The items, or empty while one of them is on Hold. */
    Optional<List<LaneItem>> remake(SentEnvelope envelope) {
        var items = new ArrayList<LaneItem>();
        for (ItemSource source : envelope.sources()) {
            boolean made = switch (source) {
                case ItemSource.Sharers(var key) -> items.add(new SharersNotice(key, rows.sharers(key)));
                case ItemSource.OwnDots dots -> remakeDots(dots, items);
                case ItemSource.Restated run -> remakeRestatement(run, items);
                case ItemSource.Said(var item) -> items.add(item);
            };
            if (!made) {
                return Optional.empty();
            }
        }
        return Optional.of(items);
    }

    private boolean remakeRestatement(ItemSource.Restated run, List<LaneItem> items) {
        long next = run.fromCounter();
        while (next <= run.toCounter()) {
            Optional<Restatement> part = restatements.make(run.key(), next, run.toCounter());
            if (part.isEmpty()) {
                return false;
            }
            items.add(part.get());
            next += part.get().size();
        }
        return true;
    }

    private boolean remakeDots(ItemSource.OwnDots dots, List<LaneItem> items) {
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
            next = OwnItems.lastNumber(item, next) + 1;
        }
        addAll(items, withheld.end());
        return true;
    }

    private static void addAll(List<LaneItem> items, List<SourcedItem> more) {
        more.forEach(sourced -> items.add(sourced.item()));
    }
}
