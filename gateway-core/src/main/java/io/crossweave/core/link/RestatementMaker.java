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
import org.jspecify.annotations.Nullable;

/** Makes restatements for a destination from what is committed and from the policy in force (L11). */
final class RestatementMaker {
    private final String destination;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private @Nullable Sound sound;

    /** A context of which the part before this number was found to be as its hash says: the parts of one run are looked at once. */
    private record Sound(ContextKey key, long nextNumber) {}

    RestatementMaker(String destination, LinkRows rows, ReleasePolicy policy) {
        this.destination = destination;
        this.rows = rows;
        this.policy = policy;
    }

    /**
     * Whether what is live here may be believed. Of entries that this site has lost the destination has the last copies: what is released of
     * the dots is listed whole then, and the destination is not told as of when, so that it drops and adds nothing by it but what
     * policy says (L14).
     */
    private boolean isSound(ContextKey key, SiteId site, long fromNumber) {
        return new Sound(key, fromNumber).equals(sound) || rows.areAsSaid(key, site);
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
        var gone = new ArrayList<Run>();
        // Before what is live is read: what has been removed since then is listed no more, and only that may look like
        // damage there.
        VersionVector now = rows.vector(key);
        boolean isSound = isSound(key, site, fromNumber);
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
                    // Of a bare dot nothing is withheld: there is nothing of it any more. What it said was of classes
                    // that nobody knows, so it is not to be kept there either.
                    boolean bare = item instanceof Placeholder empty && empty.bare();
                    extend(bare ? gone : withheld, counter, Math.min(last, OwnItems.lastNumber(item, counter)));
                }
                case ReleaseDecision.Release(var _, var dropped) -> {
                    if (Projection.of(item, dropped) instanceof StampedEvent projected) {
                        StampedEvent listed = isSound ? listed(projected, live) : projected;
                        if (!listed.additions().isEmpty() || !listed.hidden().isEmpty()) {
                            bytes += ItemWeight.of(listed);
                            // One that is large goes alone: together they might be more than an envelope holds.
                            more = events.isEmpty() || bytes <= Limits.ENVELOPE_BYTES_TARGET;
                            if (more) {
                                events.add(listed);
                            }
                        }
                    } else {
                        extend(withheld, counter, counter);
                    }
                }
            }
            counter += more
                    ? Math.min(last, counter + item.lastCounter() - item.dot().counter()) - counter + 1
                    : 0;
        }
        sound = isSound ? new Sound(key, fromNumber + counter - first.counter()) : null;
        VersionVector asOf = isSound ? now : VersionVector.EMPTY;
        return counter == first.counter()
                ? Optional.empty()
                : Optional.of(
                        new Restatement(key, site, first.counter(), counter - 1, epoch, events, withheld, gone, asOf));
    }

    private static void extend(List<Run> runs, long first, long last) {
        boolean follows = !runs.isEmpty() && runs.getLast().to() + 1 == first;
        runs.add(new Run(follows ? runs.removeLast().from() : first, last));
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
