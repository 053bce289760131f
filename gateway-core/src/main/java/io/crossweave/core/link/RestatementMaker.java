package io.crossweave.core.link;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.Restatement.Run;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes restatements for a destination from what is committed and from the policy in force (L11). */
final class RestatementMaker {
    private final String destination;
    private final LinkRows rows;
    private final ReleasePolicy policy;

    RestatementMaker(String destination, LinkRows rows, ReleasePolicy policy) {
        this.destination = destination;
        this.rows = rows;
        this.policy = policy;
    }

    /**
     * What the destination may hold of a run of this site's dots, by their own numbers, or of the beginning of it where that is long or
     * ends with an incarnation; empty where policy can't decide its first dot.
     */
    Optional<Restatement> make(ContextKey key, long fromNumber, long lastNumber) {
        // Before anything is decided: what a newer policy decides may bear an older epoch, never the other way round.
        long epoch = policy.version();
        Dot first = rows.ownItem(key, fromNumber).dot();
        SiteId site = first.site();
        long last = first.counter() + Math.min(lastNumber - fromNumber, Limits.PLACEHOLDER_DOTS_MAX - 1);
        var events = new ArrayList<StampedEvent>();
        var withheld = new ArrayList<Run>();
        // Before what is live is read: what has been removed since then is listed no more, and only that may look like
        // damage there.
        VersionVector asOf = rows.vector(key);
        Set<EntryId> live = rows.liveOf(key, site, first.counter(), last);
        long bytes = 0;
        long counter = first.counter();
        boolean more = true;
        while (more && counter <= last) {
            CausalItem item = rows.ownItem(key, fromNumber + counter - first.counter());
            if (!item.dot().equals(new Dot(site, counter))) {
                break;
            }
            switch (OwnItems.decide(policy, item, destination)) {
                case ReleaseDecision.Hold _ -> more = false;
                case ReleaseDecision.Withhold _ -> {
                    // Of a bare dot nothing is withheld: there is nothing of it any more.
                    if (!(item instanceof Placeholder empty && empty.bare())) {
                        withhold(withheld, counter);
                    }
                }
                case ReleaseDecision.Release(var _, var dropped) -> {
                    if (Projection.of(item, dropped) instanceof StampedEvent projected) {
                        StampedEvent listed = listed(projected, live);
                        if (!listed.additions().isEmpty() || !listed.hidden().isEmpty()) {
                            bytes += ItemWeight.of(listed);
                            // One that is large goes alone: together they might be more than an envelope holds.
                            more = events.isEmpty() || bytes <= Limits.ENVELOPE_BYTES_TARGET;
                            if (more) {
                                events.add(listed);
                            }
                        }
                    } else {
                        withhold(withheld, counter);
                    }
                }
            }
            counter += more
                    ? Math.min(last, counter + item.lastCounter() - item.dot().counter()) - counter + 1
                    : 0;
        }
        return counter == first.counter()
                ? Optional.empty()
                : Optional.of(new Restatement(key, site, first.counter(), counter - 1, epoch, events, withheld, asOf));
    }

    private static void withhold(List<Run> runs, long counter) {
        if (!runs.isEmpty() && runs.getLast().to() + 1 == counter) {
            runs.add(new Run(runs.removeLast().from(), counter));
        } else {
            runs.add(new Run(counter, counter));
        }
    }

    /** The released part that is still live here. */
    private static StampedEvent listed(StampedEvent projected, Set<EntryId> live) {
        List<Addition> additions = projected.additions().stream()
                .filter(addition -> live.contains(new EntryId(projected.dot(), addition.ordinal())))
                .toList();
        return new StampedEvent(
                projected.key(),
                projected.stamp(),
                projected.type(),
                additions,
                projected.removals(),
                projected.hidden(),
                projected.labels(),
                projected.provenance(),
                projected.bodyHash(),
                projected.lifetime(),
                projected.ruleVersion());
    }
}
