package io.crossweave.core.link;

import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One lane of a link at its origin: takes the committed log in order, asks the policy for each event, and numbers envelopes densely
 * (L12). A state machine: the caller gives it what happened and carries out the effects; it never waits.
 */
public final class DestinationLane {
    /** Envelopes that one call hands out; the caller calls again until nothing comes. */
    private static final int EFFECTS_MAX = 16;

    private final String destination;
    private final LaneId lane;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private final LogCursor log;
    private final Outgoing outgoing;
    private final OwnRuns runs;
    private long savedPosition;
    private long lastTakenMs;
    private List<LinkEffect> effects = new ArrayList<>();

    /** A lane of a new link epoch: it begins again behind what the destination has confirmed. */
    public DestinationLane(String destination, LaneId lane, LinkRows rows, ReleasePolicy policy) {
        this(destination, lane, rows, policy, WindowBounds.DEFAULT);
    }

    /** A lane with a window of its own size. */
    public DestinationLane(String destination, LaneId lane, LinkRows rows, ReleasePolicy policy, WindowBounds bounds) {
        this.destination = destination;
        this.lane = lane;
        this.rows = rows;
        this.policy = policy;
        this.savedPosition = rows.confirmed(destination, lane);
        this.log = new LogCursor(lane, rows, savedPosition + 1);
        var remaker = new EnvelopeRemaker(destination, rows, policy);
        this.outgoing = new Outgoing(lane, remaker, new SendWindow(bounds), this::emit);
        this.runs = new OwnRuns(destination, rows, policy, outgoing, this::emit);
    }

    // ---- inputs ----------------------------------------------------------------------------------------------------

    /** A record was committed to the lane's log. */
    public void logged(LogRow record) {
        log.handedOver(record);
    }

    /** Records up to a position were committed, and the hand-over had no room for some of them: the store has them. */
    public void loggedTo(long position) {
        log.skippedTo(position);
    }

    /** Looks at the log as far as the window allows; closes the open envelope when its tier wants it. Call until no effect comes. */
    public List<LinkEffect> pump(long nowMs) {
        boolean more = true;
        runs.beginRound();
        while (more && hasRoom()) {
            if (runs.isCatchingUp()) {
                runs.continueCatchUp(this::hasRoom, nowMs);
            } else {
                more = takeRecord(nowMs);
            }
        }
        outgoing.closeWhenDue(nowMs);
        return drainEffects();
    }

    private boolean hasRoom() {
        return outgoing.hasRoom() && effects.size() < EFFECTS_MAX;
    }

    /** When {@link #pump} should be called again although nothing happened; empty where nothing is due. */
    public Optional<Long> dueMs() {
        return outgoing.dueMs();
    }

    /** The destination has committed all numbers of this epoch up to one. */
    public List<LinkEffect> confirmed(long cumulative) {
        outgoing.confirm(cumulative).forEach(runs::confirmed);
        saveConfirmed(safePosition());
        return drainEffects();
    }

    /** Numbers arrived there, and some contexts in them found no room: these wait here, and delay no other. */
    public List<LinkEffect> turnedAway(long number, Collection<Long> fingerprints, long nowMs) {
        outgoing.turnedAway(number, fingerprints).forEach(dots -> runs.turnedAway(dots, nowMs));
        return drainEffects();
    }

    /** The destination asks for numbers again. */
    public List<LinkEffect> resend(List<ReceivedMark.Range> missing) {
        outgoing.resend(missing);
        return drainEffects();
    }

    /** A send ended without the broker's acceptance; the same number goes again. */
    public void sendFailed(long number, long retryAtMs) {
        outgoing.sendFailed(number, retryAtMs);
    }

    /** Time has passed: retries and holds may be due. */
    public List<LinkEffect> tick(long nowMs) {
        outgoing.retryDue(nowMs);
        runs.retryParked(nowMs);
        if (outgoing.isIdle()) {
            saveConfirmed(safePosition());
        }
        return drainEffects();
    }

    private void saveConfirmed(long position) {
        if (position > savedPosition) {
            savedPosition = position;
            emit(new LinkEffect.SaveConfirmed(lane, position));
        }
    }

    /** The position up to which nothing is owed to the destination, so that a restart need not look again. */
    private long safePosition() {
        return Math.min(log.nextPosition(), Math.min(runs.lowestPosition(), outgoing.lowestPosition())) - 1;
    }

    private void emit(LinkEffect effect) {
        effects.add(effect);
    }

    private List<LinkEffect> drainEffects() {
        List<LinkEffect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }

    // ---- progress, for heartbeats and peers
    // -----------------------------------------------------------------------------

    public LaneId lane() {
        return lane;
    }

    public long lastNumber() {
        return outgoing.lastNumber();
    }

    public long confirmedNumber() {
        return outgoing.confirmedNumber();
    }

    /** Committed log records that were not looked at yet. */
    public long queued() {
        return log.queued();
    }

    /** Contexts that are on Hold or that the destination had no room for. */
    public int heldContexts() {
        return runs.parkedContexts();
    }

    /** Whether everything that was handed over is confirmed, and nothing is parked. */
    public boolean isIdle() {
        return outgoing.isIdle() && queued() == 0 && runs.isEmpty();
    }

    /**
     * Everything committed here up to then was sent with a number up to {@link #lastNumber}; a Hold keeps it back.
     *
     * @param handedOverMs everything committed up to then was handed over to this lane
     */
    public Hlc watermark(long handedOverMs) {
        long beforeMs = handedOverMs + 1;
        if (queued() > 0) {
            // What follows in the log is no older than what was taken last.
            beforeMs = Math.min(beforeMs, lastTakenMs);
        }
        beforeMs = Math.min(beforeMs, outgoing.oldestUnnumberedMs());
        beforeMs = Math.min(beforeMs, runs.oldestCommittedMs());
        return Hlc.ofMillis(Math.max(0, beforeMs - 1));
    }

    // ---- the log ---------------------------------------------------------------------------------------------------

    private boolean takeRecord(long nowMs) {
        if (log.queued() == 0 || runs.isFull()) {
            return false;
        }
        LogRow record = log.peek();
        lastTakenMs = record.record().committedMs();
        switch (record.record()) {
            case LogRecord.OwnEvent own -> takeOwnEvent(record, own, nowMs);
            case LogRecord.SharersAdded sharing -> takeSharers(record, sharing, nowMs);
        }
        log.advance();
        return true;
    }

    private void takeOwnEvent(LogRow record, LogRecord.OwnEvent own, long nowMs) {
        if (runs.isParked(own.key())) {
            runs.extend(own.key(), own.counter());
            return;
        }
        var place = new LogPlace(record.position(), own.committedMs());
        var run = new CatchUp(own.key(), place, own.counter(), own.counter());
        StampedEvent event = record.event() != null ? record.event() : rows.ownEvent(own.key(), own.counter());
        boolean shared = record.sharers().contains(destination);
        switch (policy.decide(event, destination)) {
            case ReleaseDecision.Hold _ -> {
                if (shared || !isSharedSince(own)) {
                    runs.hold(run, own.counter());
                } else {
                    runs.passOver(run);
                }
            }
            case ReleaseDecision.Withhold _ -> {
                if (shared) {
                    withheld(run, event, nowMs);
                }
            }
            case ReleaseDecision.Release release -> {
                if (shared) {
                    outgoing.add(Projection.of(event, release.droppedOrdinals()), place, nowMs);
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
    private void withheld(CatchUp run, StampedEvent event, long nowMs) {
        long undecided = log.queued() > 1 ? runs.undecidedBehind(run.key(), run.lastCounter()) : 0;
        if (undecided > 0) {
            runs.hold(run.to(undecided), undecided);
        } else {
            outgoing.add(event.withheld(), run.place(), nowMs);
        }
    }

    private void takeSharers(LogRow record, LogRecord.SharersAdded sharing, long nowMs) {
        var place = new LogPlace(record.position(), sharing.committedMs());
        if (sharing.told().contains(destination)) {
            outgoing.add(new SharersNotice(sharing.key(), record.sharers()), place, nowMs);
        }
        if (sharing.added().contains(destination)) {
            long last = sharing.ownCounter();
            if (isNextOwnEvent(sharing)) {
                // The event that made it share belongs to the run: on Hold it keeps back what was withheld before it.
                log.advance();
                last++;
            }
            if (last > 0) {
                runs.catchUp(new CatchUp(sharing.key(), place, 1, last));
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
