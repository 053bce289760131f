package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.ReleasePolicy;
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

    private final LaneId lane;
    private final LogCursor log;
    private final Outgoing outgoing;
    private final OwnRuns runs;
    private final UrgentEvents urgent;
    private final RestatementRuns restatements;
    private final LogTaking taking;
    private final AppliedPosition applied;
    private long savedPosition;
    private boolean hurried;
    private List<LinkEffect> effects = new ArrayList<>();

    /** A lane of a new link epoch: it begins again behind what the destination has confirmed. */
    public DestinationLane(String destination, LaneId lane, LinkRows rows, ReleasePolicy policy) {
        this(destination, lane, rows, policy, new SendRoom(new CatchUpPace()));
    }

    /** A lane with room of its own. */
    public DestinationLane(String destination, LaneId lane, LinkRows rows, ReleasePolicy policy, SendRoom room) {
        this.lane = lane;
        // What is trimmed was of no use to any destination; one that is new is told of it by a look through all
        // contexts.
        this.savedPosition = Math.max(rows.confirmed(destination, lane), rows.trimmed(lane));
        this.applied = new AppliedPosition(savedPosition);
        this.log = new LogCursor(lane, rows, savedPosition + 1);
        var remaker = new EnvelopeRemaker(destination, rows, policy);
        this.outgoing = new Outgoing(lane, remaker, room, this::emit);
        this.runs = new OwnRuns(destination, rows, policy, outgoing, this::emit);
        this.restatements = new RestatementRuns(destination, rows, policy, outgoing);
        this.urgent = new UrgentEvents(destination, log, runs);
        this.taking = new LogTaking(
                destination,
                rows,
                policy,
                new LogTaking.Way(log, urgent, runs, restatements, outgoing),
                room.behindRecords());
    }

    // ---- inputs ----------------------------------------------------------------------------------------------------

    /** A record was committed to the lane's log. */
    public void logged(LogRow record) {
        log.handedOver(record);
        urgent.handedOver(record);
    }

    /** Records up to a position were committed, and the hand-over had no room for some of them: the store has them. */
    public void loggedTo(long position) {
        log.skippedTo(position);
    }

    /**
     * Looks at the log as far as the window allows; closes the open envelope when its tier wants it. A lane that is behind sets aside what
     * is old and goes to the log's end, so that what is new does not wait for it (L17). Call until no effect comes.
     */
    public List<LinkEffect> pump(long nowMs) {
        runs.beginRound();
        outgoing.beginRound();
        hurried |= urgent.isUnderWay();
        int setAside = 0;
        boolean more = true;
        while (more && setAside < Limits.BEHIND_LOOK_MAX) {
            if (taking.isBehind()) {
                more = taking.takeNext(nowMs);
                setAside++;
            } else if (urgent.isDue()) {
                urgent.promote();
            } else if (hasRoom() && restatements.isDue(nowMs)) {
                restatements.proceed(nowMs);
            } else if (hasRoom() && runs.hasSomeAtOnce()) {
                runs.continueAtOnce(this::hasRoom, nowMs);
            } else {
                more = hasRoom() && taking.takeNext(nowMs);
            }
        }
        if (hurried) {
            outgoing.closeNow();
            hurried = runs.hasSomeAtOnce();
        } else {
            outgoing.closeWhenDue(nowMs);
        }
        while (runs.hasSomeInBackground() && outgoing.hasRoomInBackground(nowMs) && effects.size() < EFFECTS_MAX) {
            runs.continueInBackground(nowMs);
        }
        outgoing.closeBackground();
        return drainEffects();
    }

    private boolean hasRoom() {
        return outgoing.hasRoom() && effects.size() < EFFECTS_MAX;
    }

    /** When {@link #pump} should be called again although nothing happened; empty where nothing is due. */
    public Optional<Long> dueMs() {
        long dueMs = outgoing.dueMs().orElse(Long.MAX_VALUE);
        if (taking.isBehind()) {
            dueMs = 0;
        }
        if (runs.hasSomeInBackground()) {
            dueMs = Math.min(dueMs, outgoing.backgroundDueMs());
        }
        return dueMs == Long.MAX_VALUE ? Optional.empty() : Optional.of(dueMs);
    }

    /** The destination has committed all numbers of this epoch up to one. */
    public List<LinkEffect> confirmed(long cumulative) {
        outgoing.confirm(cumulative).forEach(runs::confirmed);
        saveConfirmed(safePosition());
        return drainEffects();
    }

    /** The destination has applied all numbers of this epoch up to one, and all of earlier ones; asked for after {@link #confirmed}. */
    public void applied(long number) {
        applied.owesNothing(safePosition(), outgoing.confirmedNumber());
        applied.reached(number);
    }

    /** Numbers arrived there, and some contexts in them found no room: these wait here, and delay no other. */
    public List<LinkEffect> turnedAway(long number, Collection<Long> fingerprints, long nowMs) {
        Outgoing.Parted parted = outgoing.turnedAway(number, fingerprints);
        parted.dots().forEach(dots -> runs.turnedAway(dots, nowMs));
        parted.restated().forEach(run -> restatements.turnedAway(run, nowMs));
        queueOutgrown();
        return drainEffects();
    }

    /** The destination asks for numbers again. */
    public List<LinkEffect> resend(List<ReceivedMark.Range> missing) {
        outgoing.resend(missing);
        queueOutgrown();
        return drainEffects();
    }

    /** What a wider policy made too much for one number leaves by runs of its own. */
    private void queueOutgrown() {
        Outgoing.Parted parted = outgoing.takeOutgrown();
        parted.dots().forEach(dots -> runs.catchUp(dots, true));
        parted.restated().forEach(restatements::add);
    }

    /** A send ended without the broker's acceptance; the same number goes again. */
    public void sendFailed(long number, long retryAtMs) {
        outgoing.sendFailed(number, retryAtMs);
    }

    /** Time has passed: retries and holds may be due. */
    public List<LinkEffect> tick(long nowMs) {
        outgoing.retryDue(nowMs);
        queueOutgrown();
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
        long owed = Math.min(runs.lowestPosition(), restatements.lowestPosition());
        return Math.min(log.nextPosition(), Math.min(owed, outgoing.lowestPosition())) - 1;
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

    /** What is committed and was not sent: log records that were not looked at yet, and dots that wait for their turn. */
    public long queued() {
        return log.queued() + runs.queuedDots();
    }

    /** The log position up to which the destination has applied all that it gets; 0 where that is not known. */
    public long appliedPosition() {
        return applied.position();
    }

    /** Contexts that are on Hold or that the destination had no room for. */
    public int heldContexts() {
        return runs.parkedContexts();
    }

    /** Whether everything that was handed over is confirmed, and nothing is parked. */
    public boolean isIdle() {
        return outgoing.isIdle() && queued() == 0 && runs.isEmpty() && restatements.isEmpty();
    }

    /** The position of the last record that this lane knows to be committed. */
    public long lastLogged() {
        return log.nextPosition() + log.queued() - 1;
    }

    /**
     * Whether nothing of an own event is owed to the destination any more, where all records that ask for it stand up to a position: what
     * was to be sent of it is committed there.
     */
    public boolean isSettled(ContextKey key, long counter, long position) {
        return log.nextPosition() > position && !runs.owes(key) && !outgoing.brings(key, counter);
    }

    /**
     * Everything committed here up to then was sent with a number up to {@link #lastNumber}; a Hold keeps it back.
     *
     * @param handedOverMs everything committed up to then was handed over to this lane
     */
    public Hlc watermark(long handedOverMs) {
        long beforeMs = handedOverMs + 1;
        if (log.queued() > 0) {
            // What follows in the log is no older than what was taken last.
            beforeMs = Math.min(beforeMs, taking.lastTakenMs());
        }
        beforeMs = Math.min(beforeMs, outgoing.oldestUnnumberedMs());
        beforeMs = Math.min(beforeMs, runs.oldestCommittedMs());
        return Hlc.ofMillis(Math.max(0, beforeMs - 1));
    }
}
