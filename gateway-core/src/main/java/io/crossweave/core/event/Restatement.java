package io.crossweave.core.event;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a destination may hold of a run of one site's dots from now on (L11): narrowing, widening and repair are this one message. It is no
 * event: it has no dot, deletes nothing, and goes no further than to the site that it is addressed to.
 *
 * @param site whose dots it is about
 * @param fromCounter the first dot, from 1
 * @param lastCounter the last dot
 * @param projectionEpoch the origin's policy that gave these answers: from then on the destination refuses what is of a lower one
 * @param events the dots of which the destination may hold something, ascending: as additions what is live at the origin and released, as
 *     {@code hidden} what is not released; their removals were told by the events themselves, and are not carried out again
 * @param withheld the dots of which it may hold nothing, as runs, ascending
 * @param gone the dots of which the origin knows nothing any more that a policy could decide about, as runs, ascending: nothing of them is
 *     withheld, and what they once said is kept nowhere
 * @param asOf what the origin had applied, at least, when it listed this; empty where it does not say. A destination that has applied
 *     no more must hold all that is listed, and one that has applied no less nothing else: what differs is damaged, and mended (L14)
 */
public record Restatement(
        ContextKey key,
        SiteId site,
        long fromCounter,
        long lastCounter,
        long projectionEpoch,
        List<StampedEvent> events,
        List<Run> withheld,
        List<Run> gone,
        VersionVector asOf)
        implements LaneItem {
    /** Dots {@code from} to {@code to}, both included. */
    public record Run(long from, long to) {
        public Run {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("run of dots " + from + ".." + to);
            }
        }

        public boolean contains(long counter) {
            return from <= counter && counter <= to;
        }
    }

    /** One that does not say of when it is: it narrows and widens, and mends nothing. */
    public Restatement(
            ContextKey key,
            SiteId site,
            long fromCounter,
            long lastCounter,
            long projectionEpoch,
            List<StampedEvent> events,
            List<Run> withheld) {
        this(key, site, fromCounter, lastCounter, projectionEpoch, events, withheld, List.of(), VersionVector.EMPTY);
    }

    public Restatement {
        events = List.copyOf(events);
        withheld = List.copyOf(withheld);
        gone = List.copyOf(gone);
        if (fromCounter < 1 || lastCounter < fromCounter) {
            throw new IllegalArgumentException("restatement of dots " + fromCounter + ".." + lastCounter);
        }
        for (StampedEvent event : events) {
            long counter = event.dot().counter();
            if (!event.dot().site().equals(site) || counter < fromCounter || counter > lastCounter) {
                throw new IllegalArgumentException("restatement of " + site + " with " + event.dot());
            }
            if (!event.key().equals(key)) {
                throw new IllegalArgumentException("restatement with an event of another context");
            }
        }
    }

    /** How many dots it is about. */
    public long size() {
        return lastCounter - fromCounter + 1;
    }

    /** The same, but for dots of which the destination is to hold nothing, whatever the origin says. */
    public Restatement withholding(List<Run> more) {
        if (more.isEmpty()) {
            return this;
        }
        var runs = new ArrayList<>(withheld);
        runs.addAll(more);
        List<StampedEvent> left = events.stream()
                .filter(event ->
                        more.stream().noneMatch(run -> run.contains(event.dot().counter())))
                .toList();
        return new Restatement(key, site, fromCounter, lastCounter, projectionEpoch, left, runs, gone, asOf);
    }

    /** Whether there is anything in it that the destination may not hold, or keep. */
    public boolean hidesSomething() {
        return !withheld.isEmpty()
                || !gone.isEmpty()
                || events.stream().anyMatch(event -> !event.hidden().isEmpty());
    }

    /** Whether the destination may not hold an entry, or a whole dot. */
    public boolean hides(EntryId id) {
        Dot dot = id.dot();
        return dot.site().equals(site)
                && (withholds(dot.counter())
                        || events.stream()
                                .anyMatch(event -> event.dot().equals(dot)
                                        && event.hidden().contains(id.ordinal())));
    }

    /** Whether the destination may keep nothing of what a dot once said, in its history and elsewhere. */
    public boolean forgets(long counter) {
        return withholds(counter) || gone.stream().anyMatch(run -> run.contains(counter));
    }

    /** Whether the destination may hold nothing of a dot. */
    public boolean withholds(long counter) {
        return withheld.stream().anyMatch(run -> run.contains(counter));
    }
}
