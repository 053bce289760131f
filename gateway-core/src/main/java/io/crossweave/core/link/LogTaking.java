package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.stored.LogRecord;

/** Takes a lane's log record after record: what the destination may have goes out, waits in a run of its context, or is not for it. */
final class LogTaking {
    /** Where records come from and go to. */
    record Way(LogCursor log, UrgentEvents urgent, OwnRuns runs, RestatementRuns restatements, Outgoing outgoing) {}

    private final String destination;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private final LogCursor log;
    private final UrgentEvents urgent;
    private final OwnRuns runs;
    private final RestatementRuns restatements;
    private final Outgoing outgoing;
    private final int behindRecords;
    private long lastTakenMs;

    LogTaking(String destination, LinkRows rows, ReleasePolicy policy, Way way, int behindRecords) {
        this.destination = destination;
        this.rows = rows;
        this.policy = policy;
        this.log = way.log();
        this.urgent = way.urgent();
        this.runs = way.runs();
        this.restatements = way.restatements();
        this.outgoing = way.outgoing();
        this.behindRecords = behindRecords;
    }

    /** When the record that was taken last was committed. */
    long lastTakenMs() {
        return lastTakenMs;
    }

    /** Whether there is so much to take that what is new would wait for it: then it is set aside, by context. */
    boolean isBehind() {
        return log.queued() > behindRecords && !runs.isBackgroundFull() && !restatements.isFull();
    }

    /** Takes the next record; false where there is none, or no room to park its context. */
    boolean takeNext(long nowMs) {
        if (log.queued() == 0 || runs.isFull() || restatements.isFull()) {
            return false;
        }
        LogRow record = log.peek();
        lastTakenMs = record.record().committedMs();
        switch (record.record()) {
            case LogRecord.OwnEvent own -> takeOwnEvent(record, own, nowMs);
            case LogRecord.SharersAdded sharing -> takeSharers(record, sharing, nowMs);
            case LogRecord.Restate restate
            when restate.destination().equals(destination) -> restatements.add(run(record, 1, restate.ownCounter()));
            case LogRecord.SendAgain again
            when again.destination().equals(destination) ->
                takeAgain(run(record, again.fromCounter(), again.toCounter()));
            case LogRecord.Restated restated
            when restated.destination().equals(destination) ->
                outgoing.add(SourcedItem.said(restated.answer()), place(record), nowMs);
            case LogRecord.Restate _, LogRecord.SendAgain _, LogRecord.Restated _ -> {}
        }
        log.advance();
        return true;
    }

    /** A member that does not share the context yet hears nothing of it while policy can't decide. */
    private void takeAgain(CatchUp run) {
        if (rows.sharers(run.key()).contains(destination)) {
            runs.catchUp(run, isBehind());
        } else {
            runs.hold(run, run.nextCounter());
        }
    }

    private static LogPlace place(LogRow record) {
        return new LogPlace(record.position(), record.record().committedMs());
    }

    private static CatchUp run(LogRow record, long fromCounter, long lastCounter) {
        return new CatchUp(record.record().key(), place(record), fromCounter, lastCounter);
    }

    private void takeOwnEvent(LogRow record, LogRecord.OwnEvent own, long nowMs) {
        if (urgent.passesOver(own)) {
            return;
        }
        if (runs.isWaiting(own.key())) {
            runs.extend(own.key(), own.counter());
            if (own.urgent()) {
                runs.goAhead(own.key());
            }
            return;
        }
        var place = new LogPlace(record.position(), own.committedMs());
        var run = new CatchUp(own.key(), place, own.counter(), own.counter());
        boolean shared = record.sharers().contains(destination);
        if (shared && isBehind()) {
            if (own.urgent()) {
                runs.goAhead(run.untold());
            } else {
                runs.queue(run.untold(), true);
            }
            return;
        }
        CausalItem item = record.event() != null ? record.event() : rows.ownItem(own.key(), own.counter());
        switch (OwnItems.decide(policy, item, destination)) {
            case ReleaseDecision.Hold _ -> {
                if (shared || !isSharedSince(own)) {
                    runs.hold(run, own.counter());
                } else {
                    runs.passOver(run);
                }
            }
            case ReleaseDecision.Withhold _ -> {
                if (shared) {
                    withheld(run, item, nowMs);
                }
            }
            case ReleaseDecision.Release release -> {
                if (shared) {
                    outgoing.add(
                            SourcedItem.own(Projection.of(item, release.droppedOrdinals()), own.counter()),
                            place,
                            nowMs);
                } else if (!isSharedSince(own)) {
                    runs.hold(run, own.counter());
                    runs.requestShare(own.key());
                } else {
                    runs.passOver(run);
                }
            }
        }
    }

    /** Whether the destination began to share behind this event: a record behind it asks for all dots so far, and for this one. */
    private boolean isSharedSince(LogRecord.OwnEvent own) {
        return rows.sharers(own.key()).contains(destination);
    }

    /** An empty dot of a sharer leaves at once, unless what is committed right behind it is on Hold: it never goes ahead of that (L8). */
    private void withheld(CatchUp run, CausalItem item, long nowMs) {
        long undecided = log.queued() > 1 ? runs.undecidedBehind(run.key(), run.lastCounter()) : 0;
        if (undecided > 0) {
            runs.hold(run.to(undecided), undecided);
        } else {
            outgoing.add(SourcedItem.own(OwnItems.withheld(item), run.lastCounter()), run.place(), nowMs);
        }
    }

    private void takeSharers(LogRow record, LogRecord.SharersAdded sharing, long nowMs) {
        var place = new LogPlace(record.position(), sharing.committedMs());
        if (sharing.told().contains(destination) && isBehind()) {
            // A run ends with such a notice: one without dots is nothing else.
            runs.queue(new CatchUp(sharing.key(), place, sharing.ownCounter() + 1, sharing.ownCounter()), true);
        } else if (sharing.told().contains(destination)) {
            outgoing.add(SourcedItem.sharers(new SharersNotice(sharing.key(), record.sharers())), place, nowMs);
        }
        if (sharing.added().contains(destination)) {
            boolean late = isBehind();
            long last = sharing.ownCounter();
            if (isNextOwnEvent(sharing)) {
                // The event that made it share belongs to the run: on Hold it keeps back what was withheld before it.
                log.advance();
                last++;
            }
            if (last > 0) {
                runs.catchUp(new CatchUp(sharing.key(), place, 1, last), late);
            }
        }
    }

    private boolean isNextOwnEvent(LogRecord.SharersAdded sharing) {
        LogRow next = log.second();
        return next != null
                && next.record() instanceof LogRecord.OwnEvent own
                && own.key().equals(sharing.key())
                && own.counter() == sharing.ownCounter() + 1;
    }
}
