package io.crossweave.core.stored;

import io.crossweave.core.event.RestatementApplied;
import io.crossweave.core.model.ContextKey;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** One record of a lane's log: what destination lanes have to look at, in commit order. */
public sealed interface LogRecord {
    ContextKey key();

    /** Site clock at the commit, in milliseconds since the epoch: what watermarks are made of. */
    long committedMs();

    /**
     * An event of this site.
     *
     * @param counter its own number: how many dots of this region the context has with it, over all incarnations
     * @param historySequence where its body stands in the context's history
     * @param urgent whether what is not sent of the context yet is to go before other contexts
     */
    record OwnEvent(ContextKey key, long committedMs, long counter, long historySequence, boolean urgent)
            implements LogRecord {
        public OwnEvent(ContextKey key, long committedMs, long counter, long historySequence) {
            this(key, committedMs, counter, historySequence, false);
        }
    }

    /**
     * Regions began to share the context (L8): each of {@code added} is to get this site's dots so far.
     *
     * @param told regions that are to hear who shares the context now
     * @param ownCounter the own number of the last dot of this region before the event that follows, 0 where there is none
     */
    record SharersAdded(
            ContextKey key, long committedMs, SortedSet<String> added, SortedSet<String> told, long ownCounter)
            implements LogRecord {
        public SharersAdded {
            added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
            told = Collections.unmodifiableSortedSet(new TreeSet<>(told));
        }
    }

    /**
     * A sharer is to be told anew what it may hold of this site's dots (L11).
     *
     * @param projectionEpoch the policy that asked for it; the one that is in force when it leaves may be newer
     * @param ownCounter the own number of this region's last dot in the context
     */
    record Restate(ContextKey key, long committedMs, String destination, long projectionEpoch, long ownCounter)
            implements LogRecord {}

    /**
     * A destination dropped what waited there of a lower epoch (L11), or has become a member: it is to get these own numbers, as far as it
     * shares the context.
     */
    record SendAgain(ContextKey key, long committedMs, String destination, long fromCounter, long toCounter)
            implements LogRecord {}

    /** A restatement of a peer is applied here, and the peer is to hear of it. */
    record Restated(long committedMs, String destination, RestatementApplied answer) implements LogRecord {
        @Override
        public ContextKey key() {
            return answer.key();
        }
    }
}
