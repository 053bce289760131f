package io.crossweave.core.context;

import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.QuarantineId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.reconcile.Area;
import java.util.List;

/** What a context lane can be asked to do. Tickets come back in what follows the commit. */
public sealed interface LaneInput {
    /** A client's change. */
    record Publish(long ticket, ContextEvent change, Precondition precondition) implements LaneInput {}

    /**
     * The items of one opened envelope.
     *
     * @param number the envelope's number in the lane (origin, tier, this shard) of the origin's link epoch
     * @param projectionEpoch the origin's policy that released the items (L11)
     * @param commit how far the origin's store was, at least, when they were committed there (L15)
     */
    record Arrived(
            long ticket,
            SiteId origin,
            Tier tier,
            long linkEpoch,
            long number,
            List<LaneItem> items,
            long projectionEpoch,
            long commit)
            implements LaneInput {
        public Arrived {
            items = List.copyOf(items);
        }

        /** An envelope of an origin that does not say how far its store is. */
        public Arrived(
                long ticket,
                SiteId origin,
                Tier tier,
                long linkEpoch,
                long number,
                List<LaneItem> items,
                long projectionEpoch) {
            this(ticket, origin, tier, linkEpoch, number, items, projectionEpoch, 0);
        }

        /** An envelope of an origin whose policy has never changed. */
        public Arrived(long ticket, SiteId origin, Tier tier, long linkEpoch, long number, List<LaneItem> items) {
            this(ticket, origin, tier, linkEpoch, number, items, 1);
        }
    }

    /** Policy now releases an event of this context to a region that does not share it yet (L8). */
    record Share(ContextKey key, String region) implements LaneInput {}

    /** Policy has changed: a sharer is to be told anew what it may hold of this site's dots of the context (L11). */
    record Restate(ContextKey key, String region, long projectionEpoch) implements LaneInput {}

    /**
     * A region has become a member. It shares the context already, from other members' word or from a former time: it is told what it may
     * hold of this site's dots, and gets them all. Or policy can't decide yet whether it shares it: that waits for the decision (L8).
     */
    record Rejoin(ContextKey key, String region, long projectionEpoch) implements LaneInput {}

    /** Somebody wants to see a context that no view is at hand of. */
    record Read(long ticket, ContextKey key) implements LaneInput {}

    /** An operator has a quarantined item tried again. */
    record Replay(long ticket, QuarantineId id, String actor) implements LaneInput {}

    /** An operator gives a quarantined item up. */
    record Decline(long ticket, QuarantineId id, String actor) implements LaneInput {}

    /** Every destination has applied what it gets of the log of a tier up to a position: nobody needs its records any more (L12). */
    record Trim(Tier tier, long position) implements LaneInput {}

    /**
     * A part of a context's history that is older than it has to be kept is to go, as far as nobody needs it (L16).
     *
     * @param beforeMs clock values from here on are kept
     * @param horizon how far is heard of the peers
     * @param afterNumber the own number up to which this site's items were looked at; the last one where all were
     * @param afterSequence the place in the history up to which peers' items were looked at
     */
    record Tidy(ContextKey key, long beforeMs, Horizon horizon, long afterNumber, long afterSequence)
            implements LaneInput {
        public Tidy(ContextKey key, long beforeMs, Horizon horizon) {
            this(key, beforeMs, horizon, 0, 0);
        }

        public Tidy(ContextKey key, long beforeMs) {
            this(key, beforeMs, Horizon.UNKNOWN);
        }

        Tidy behind(long number, long sequence) {
            return new Tidy(key, beforeMs, horizon, number, sequence);
        }
    }

    /** What lies in the store of a context is not what its hashes say: it is counted again (L14). */
    record Recount(ContextKey key) implements LaneInput {}

    /** The hash of what is held of a site in an area is not the sum of those of its contexts: it is made again (L14). */
    record Resum(SiteId site, Area area) implements LaneInput {}

    /** From now on nothing is taken of any other life of a region (L15). */
    record Fence(SiteId site, long linkEpoch) implements LaneInput {}

    /** A region has lost what it had (L15): it gets all that it shares of this site's dots of a context once more. */
    record SendAll(ContextKey key, String region) implements LaneInput {}

    /** Something at a peer waits for a dot of a lost life of this site: where nobody gave it back it is empty (L15). */
    record Settle(ContextKey key, Dot dot) implements LaneInput {}

    /** Time has passed: parked events may have come due. */
    record Tick() implements LaneInput {}
}
