package io.crossweave.core.link;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One lane of a link at its origin: takes the committed log in order, asks the policy for each event, and numbers envelopes densely
 * (L12). A state machine: the caller gives it what happened and carries out the effects; it never waits.
 */
public final class DestinationLane {
    private static final int PAGE_RECORDS = 64;
    /** Envelopes that one call hands out; the caller calls again until nothing comes. */
    private static final int EFFECTS_MAX = 16;

    private final String destination;
    private final LaneId lane;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private final EnvelopeRemaker remaker;
    private final LogTail tail;
    private final SendWindow window = new SendWindow();
    private final HeldContexts held = new HeldContexts();
    private final Deque<CatchUp> catchUps = new ArrayDeque<>();
    private final Deque<LogRow> page = new ArrayDeque<>();
    /** Numbers whose send failed, and when to try again. */
    private final TreeMap<Long, Long> retries = new TreeMap<>();

    private final TreeSet<ContextKey> shareRequested = new TreeSet<>();
    private OpenEnvelope open = new OpenEnvelope();
    private long nextPosition;
    private long savedPosition;
    private long oldestUnsentMs;
    private List<LinkEffect> effects = new ArrayList<>();

    /** A lane of a new link epoch: it begins again behind what the destination has confirmed. */
    public DestinationLane(String destination, LaneId lane, LinkRows rows, ReleasePolicy policy) {
        this.destination = destination;
        this.lane = lane;
        this.rows = rows;
        this.policy = policy;
        this.remaker = new EnvelopeRemaker(destination, rows, policy);
        this.savedPosition = rows.confirmed(destination, lane);
        this.nextPosition = savedPosition + 1;
        this.tail = new LogTail(rows.lastLogPosition(lane));
    }

    // ---- inputs ----------------------------------------------------------------------------------------------------

    /** A record was committed to the lane's log. */
    public void logged(LogRow record) {
        tail.add(record);
    }

    /** Looks at the log as far as the window allows; closes the open envelope when its tier wants it. Call until no effect comes. */
    public List<LinkEffect> pump(long nowMs) {
        boolean more = true;
        while (more && window.hasRoom() && effects.size() < EFFECTS_MAX) {
            more = catchUps.isEmpty() ? takeRecord(nowMs) : continueCatchUp(catchUps.getFirst(), nowMs);
        }
        if (!open.isEmpty() && nowMs - open.openedMs() >= lane.tier().lingerMsMin()) {
            close();
        }
        return drainEffects();
    }

    /** When {@link #pump} should be called again although nothing happened; empty where nothing is due. */
    public Optional<Long> dueMs() {
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.openedMs() + lane.tier().lingerMsMin());
    }

    /** The destination has committed all numbers of this epoch up to one. */
    public List<LinkEffect> confirmed(long cumulative) {
        long position = window.confirm(cumulative);
        retries.headMap(cumulative, true).clear();
        if (position > savedPosition) {
            savedPosition = position;
            effects.add(new LinkEffect.SaveConfirmed(lane, position));
        }
        return drainEffects();
    }

    /** The destination asks for numbers again. */
    public List<LinkEffect> resend(List<ReceivedMark.Range> missing) {
        for (ReceivedMark.Range range : missing) {
            window.in(range.from(), range.to()).forEach(this::send);
        }
        return drainEffects();
    }

    /** A send ended without the broker's acceptance; the same number goes again. */
    public void sendFailed(long number, long retryAtMs) {
        if (window.get(number) != null) {
            retries.put(number, retryAtMs);
        }
    }

    /** Time has passed: retries and holds may be due. */
    public List<LinkEffect> tick(long nowMs) {
        var due = new ArrayList<Long>();
        retries.forEach((number, atMs) -> {
            if (atMs <= nowMs) {
                due.add(number);
            }
        });
        for (long number : due) {
            retries.remove(number);
            window.in(number, number).forEach(this::send);
        }
        held.all().forEach(this::retryHeld);
        long idle = window.isEmpty() && open.isEmpty() ? safePosition(nextPosition - 1) : savedPosition;
        if (idle > savedPosition) {
            savedPosition = idle;
            effects.add(new LinkEffect.SaveConfirmed(lane, idle));
        }
        return drainEffects();
    }

    // ---- progress, for heartbeats and peers
    // -----------------------------------------------------------------------------

    public LaneId lane() {
        return lane;
    }

    public long lastNumber() {
        return window.lastNumber();
    }

    public long confirmedNumber() {
        return window.confirmedNumber();
    }

    /** Committed log records that were not looked at yet. */
    public long queued() {
        return tail.lastPosition() - nextPosition + 1;
    }

    public int heldContexts() {
        return held.size();
    }

    /** Everything committed here up to then was sent with a number up to {@link #lastNumber}; a Hold keeps it back. */
    public Hlc watermark(long nowMs) {
        long unsent = open.isEmpty() ? nowMs : open.openedMs() - 1;
        long behind = queued() > 0 ? oldestUnsentMs : unsent;
        for (CatchUp catchUp : catchUps) {
            behind = Math.min(behind, catchUp.committedMs() - 1);
        }
        return Hlc.ofMillis(Math.max(0, Math.min(Math.min(unsent, behind), held.oldestCommittedMs(nowMs + 1) - 1)));
    }

    // ---- the log ---------------------------------------------------------------------------------------------------

    private boolean takeRecord(long nowMs) {
        if (nextPosition > tail.lastPosition() || held.isFull()) {
            return false;
        }
        LogRow record = recordAt(nextPosition);
        oldestUnsentMs = record.record().committedMs();
        switch (record.record()) {
            case LogRecord.OwnEvent own -> takeOwnEvent(record, own, nowMs);
            case LogRecord.SharersAdded sharing -> takeSharers(record, sharing, nowMs);
        }
        nextPosition++;
        return true;
    }

    private LogRow recordAt(long position) {
        LogRow kept = tail.take(position);
        if (kept != null) {
            page.clear();
            return kept;
        }
        if (page.isEmpty() || page.getFirst().position() != position) {
            page.clear();
            page.addAll(rows.readLog(lane, position, PAGE_RECORDS));
        }
        LogRow read = page.pollFirst();
        if (read == null || read.position() != position) {
            throw new IllegalStateException("log of " + lane + " has no record at " + position);
        }
        return read;
    }

    private void takeOwnEvent(LogRow record, LogRecord.OwnEvent own, long nowMs) {
        HeldContexts.Held parked = held.get(own.key());
        if (parked != null) {
            held.put(new HeldContexts.Held(
                    own.key(), parked.position(), parked.committedMs(), parked.fromCounter(), own.counter()));
            return;
        }
        StampedEvent event = record.event() != null ? record.event() : rows.ownEvent(own.key(), own.counter());
        boolean shared = record.sharers().contains(destination);
        switch (policy.decide(event, destination)) {
            case ReleaseDecision.Hold hold -> park(own, record.position());
            case ReleaseDecision.Withhold withhold -> {
                if (shared) {
                    add(event.placeholder(), nowMs);
                }
            }
            case ReleaseDecision.Release(var rule, var dropped) -> {
                if (shared) {
                    add(Projection.of(event, dropped), nowMs);
                } else {
                    park(own, record.position());
                    requestShare(own.key());
                }
            }
        }
    }

    private void park(LogRecord.OwnEvent own, long position) {
        held.put(new HeldContexts.Held(own.key(), position, own.committedMs(), own.counter(), own.counter()));
    }

    private void requestShare(ContextKey key) {
        if (shareRequested.add(key)) {
            effects.add(new LinkEffect.RequestShare(key));
        }
    }

    private void takeSharers(LogRow record, LogRecord.SharersAdded sharing, long nowMs) {
        if (sharing.told().contains(destination) && record.sharers().contains(destination)) {
            add(new SharersNotice(sharing.key(), record.sharers()), nowMs);
        }
        if (sharing.added().contains(destination) && sharing.ownCounter() > 0) {
            held.remove(sharing.key());
            shareRequested.remove(sharing.key());
            catchUps.add(new CatchUp(sharing.key(), record.position(), sharing.committedMs(), 1, sharing.ownCounter()));
        }
    }

    // ---- catching up and holding -----------------------------------------------------------------------------------

    /** Sends a part of a run of own dots, as releases and placeholders. The run stands in the queue until all of it has left. */
    private boolean continueCatchUp(CatchUp run, long nowMs) {
        var withheld = new PlaceholderRun();
        long counter = run.nextCounter();
        boolean undecided = false;
        while (counter <= run.lastCounter() && !undecided && effects.size() < EFFECTS_MAX) {
            StampedEvent event = rows.ownEvent(run.key(), counter);
            switch (policy.decide(event, destination)) {
                case ReleaseDecision.Hold hold -> undecided = true;
                case ReleaseDecision.Withhold withhold -> {
                    withheld.add(event);
                    counter++;
                }
                case ReleaseDecision.Release(var rule, var dropped) -> {
                    withheld.end().forEach(placeholder -> add(placeholder, nowMs));
                    add(Projection.of(event, dropped), nowMs);
                    counter++;
                }
            }
        }
        withheld.end().forEach(placeholder -> add(placeholder, nowMs));
        catchUps.removeFirst();
        if (undecided) {
            held.put(new HeldContexts.Held(run.key(), run.position(), run.committedMs(), counter, run.lastCounter()));
        } else if (counter <= run.lastCounter()) {
            catchUps.addFirst(run.from(counter));
        }
        return true;
    }

    private void retryHeld(HeldContexts.Held park) {
        StampedEvent event = rows.ownEvent(park.key(), park.fromCounter());
        boolean shared = rows.sharers(park.key()).contains(destination);
        switch (policy.decide(event, destination)) {
            case ReleaseDecision.Hold hold -> {
                // Still undecided; the log keeps it.
            }
            case ReleaseDecision.Withhold withhold -> resume(park, shared);
            case ReleaseDecision.Release release -> {
                if (shared) {
                    resume(park, true);
                } else {
                    requestShare(park.key());
                }
            }
        }
    }

    private void resume(HeldContexts.Held park, boolean shared) {
        held.remove(park.key());
        if (shared) {
            catchUps.add(
                    new CatchUp(park.key(), park.position(), park.committedMs(), park.fromCounter(), park.toCounter()));
        }
    }

    // ---- envelopes -------------------------------------------------------------------------------------------------

    private void add(LaneItem item, long nowMs) {
        if (open.overflows(item)) {
            close();
        }
        open.add(item, nowMs);
        if (open.isFull()) {
            close();
        }
    }

    private void close() {
        long number = window.nextNumber();
        window.add(new SentEnvelope(number, open.sources(), safePosition(nextPosition - 1), open.bytes()));
        effects.add(new LinkEffect.Send(lane, number, open.items()));
        open = new OpenEnvelope();
    }

    /** The position up to which a restart need not look again, given that all numbers so far get confirmed. */
    private long safePosition(long position) {
        long safe = Math.min(position, held.lowestPosition(Long.MAX_VALUE) - 1);
        for (CatchUp catchUp : catchUps) {
            safe = Math.min(safe, catchUp.position() - 1);
        }
        return safe;
    }

    /** Makes a number again from the log and the policy as they are now. On Hold it stays outstanding. */
    private void send(SentEnvelope envelope) {
        remaker.remake(envelope).ifPresent(items -> effects.add(new LinkEffect.Send(lane, envelope.number(), items)));
    }

    private List<LinkEffect> drainEffects() {
        List<LinkEffect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }
}
