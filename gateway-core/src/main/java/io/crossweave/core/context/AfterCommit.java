package io.crossweave.core.context;

import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.gateway.QuarantineOutcome;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.AuditEntry;
import io.crossweave.core.stored.Life;
import io.crossweave.core.stored.ReceivedMark;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** What happens once a step's batch is durable, and only then. */
public sealed interface AfterCommit {
    /** The answer to a publisher. */
    record Reply(long ticket, PublishOutcome outcome) implements AfterCommit {}

    /** The answer to a read; empty where nothing of the context was ever applied here. */
    record Viewed(long ticket, Optional<ContextView> view) implements AfterCommit {}

    /** What lay in the store of a context was damaged, and its hashes say now what is held. */
    record Recounted(ContextKey key) implements AfterCommit {}

    /** The answer to an operator. */
    record Tended(long ticket, QuarantineOutcome outcome) implements AfterCommit {}

    /** A context left the lane's memory: views of it that others keep may go as well. */
    record Unloaded(ContextKey key) implements AfterCommit {}

    /** An envelope's items are committed or recorded as missing: its frames may be acknowledged. */
    record Settled(long ticket) implements AfterCommit {}

    /** Numbers of a peer's lane that are committed here. */
    record Received(String originRegion, LaneId lane, ReceivedMark mark) implements AfterCommit {}

    /** Nothing that is committed here of a peer's lane waits any more: all of it is applied (L16). */
    record AppliedTo(String originRegion, LaneId lane, ReceivedMark mark) implements AfterCommit {}

    /** Of some contexts in an envelope something found no room: its number stays open, all else in it is committed. */
    record TurnedAway(String originRegion, LaneId lane, long linkEpoch, long number, SortedSet<ContextKey> contexts)
            implements AfterCommit {
        public TurnedAway {
            contexts = Collections.unmodifiableSortedSet(new TreeSet<>(contexts));
        }
    }

    /** This lane takes nothing any more of any other life of a region than this one. */
    record Fenced(int shard, SiteId site) implements AfterCommit {}

    /** Something of a life of a peer is committed here. */
    record Held(Life life) implements AfterCommit {}

    /** What waits in this lane for dots of lost lives of a region. */
    record Needs(int shard, String region, List<LifeNews.Need> needs) implements AfterCommit {
        public Needs {
            needs = List.copyOf(needs);
        }
    }

    /**
     * A context shows something new.
     *
     * @param retracts whether something that was held here before may not be held any more (L11)
     */
    record Changed(ContextView view, boolean retracts) implements AfterCommit {
        /** A change by an event. */
        public Changed(ContextView view) {
            this(view, false);
        }
    }

    /** A peer's event was applied here; its lag is now minus its HLC. */
    record Applied(String originRegion, LaneId lane, Hlc hlc) implements AfterCommit {}

    /**
     * A peer's restatement was carried out here (L11).
     *
     * @param dropped entries that are no longer held
     * @param restored entries that are held now and were not
     */
    record Restated(ContextKey key, String originRegion, long projectionEpoch, int dropped, int restored)
            implements AfterCommit {}

    /** A sharer said that it has carried out this site's restatement: what it may no longer hold is gone there. */
    record RestatementConfirmed(String destination, RestatementApplied answer) implements AfterCommit {}

    /** The log of a lane grew. */
    record Logged(LogRow row) implements AfterCommit {}

    /** A conflict was found of which this site made the later write; each is told of at one site only (L6). */
    record ConflictFound(String type, String earlierRegion, String laterRegion) implements AfterCommit {}

    /**
     * A part of a context's history was looked at.
     *
     * @param rest what is to be looked at next; empty at the end
     */
    record Tidied(ContextKey key, Optional<LaneInput.Tidy> rest) implements AfterCommit {}

    /** Something that has to be accounted for. */
    record Audited(AuditEntry entry) implements AfterCommit {}

    /** Something that an operator should hear of. */
    record Alarm(String what, String detail) implements AfterCommit {}
}
