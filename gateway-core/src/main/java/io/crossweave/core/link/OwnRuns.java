package io.crossweave.core.link;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeldContexts.Held;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs of this site's dots that leave a lane out of the log's order: because the destination began to share their context, or because a
 * Hold on it has ended. Until a run has left, it keeps the lane's confirmed position below the record that asked for it.
 */
final class OwnRuns {
    /** No dot up to {@code to} is on Hold, and all are withheld but perhaps that one. */
    private record Looked(long to, boolean released) {}

    private final String destination;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private final Outgoing outgoing;
    private final Consumer<LinkEffect> effects;
    private final HeldContexts held = new HeldContexts();
    private final TurnedAwayContexts turnedAway = new TurnedAwayContexts();
    private final Deque<CatchUp> catchUps = new ArrayDeque<>();
    private final TreeSet<ContextKey> shareRequested = new TreeSet<>();
    /** What was passed over in the log, because a record behind it asks for a run that includes it. */
    private final Map<ContextKey, CatchUp> passedOver = new TreeMap<>();
    /** How far contexts were looked at in this round. */
    private final Map<ContextKey, Looked> looked = new TreeMap<>();

    OwnRuns(String destination, LinkRows rows, ReleasePolicy policy, Outgoing outgoing, Consumer<LinkEffect> effects) {
        this.destination = destination;
        this.rows = rows;
        this.policy = policy;
        this.outgoing = outgoing;
        this.effects = effects;
    }

    boolean isEmpty() {
        return catchUps.isEmpty() && parkedContexts() == 0 && passedOver.isEmpty();
    }

    boolean isCatchingUp() {
        return !catchUps.isEmpty();
    }

    /** Whether no more contexts can be parked: the lane stops, and the log keeps everything. */
    boolean isFull() {
        return parkedContexts() >= Limits.PARKED_CONTEXTS_MAX;
    }

    /** Contexts that are on Hold or that the destination had no room for. */
    int parkedContexts() {
        return held.size() + turnedAway.size();
    }

    boolean isParked(ContextKey key) {
        return held.get(key) != null || turnedAway.contains(key);
    }

    /** The lowest log position that is not done with; far ahead where there is none. */
    long lowestPosition() {
        long lowest = Math.min(turnedAway.lowestPosition(), held.lowestPosition(Long.MAX_VALUE));
        for (CatchUp catchUp : catchUps) {
            lowest = Math.min(lowest, catchUp.place().position());
        }
        for (CatchUp passed : passedOver.values()) {
            lowest = Math.min(lowest, passed.place().position());
        }
        return lowest;
    }

    /** When the oldest of all runs was committed; far ahead where there is none. */
    long oldestCommittedMs() {
        long oldest = Math.min(turnedAway.oldestCommittedMs(), held.oldestCommittedMs(Long.MAX_VALUE));
        for (CatchUp catchUp : catchUps) {
            oldest = Math.min(oldest, catchUp.place().committedMs());
        }
        for (CatchUp passed : passedOver.values()) {
            oldest = Math.min(oldest, passed.place().committedMs());
        }
        return oldest;
    }

    /** Parks a run of which policy could not decide one dot; all before it is withheld. */
    void hold(CatchUp run, long undecided) {
        CatchUp all = takeWaiting(run);
        // Of what waited already nothing is known to be withheld.
        held.put(new Held(all, all.nextCounter() < run.nextCounter() ? all.nextCounter() : undecided));
    }

    /** The destination had no room for a run: its context waits here, however much of it follows, and takes up none of the window. */
    void turnedAway(CatchUp run, long nowMs) {
        Held onHold = held.get(run.key());
        if (onHold != null) {
            hold(run, run.nextCounter());
        } else {
            turnedAway.add(run, nowMs);
            takeCatchUps(run.key()).forEach(queued -> turnedAway.add(queued, nowMs));
        }
    }

    /** A number is committed. */
    void confirmed(SentEnvelope envelope) {
        turnedAway.confirmed(envelope);
    }

    /** Joins a run with all that waits of its context elsewhere, and takes that away from there. */
    private CatchUp takeWaiting(CatchUp run) {
        CatchUp all = turnedAway.remove(run.key()).map(run::join).orElse(run);
        Held onHold = held.get(run.key());
        all = onHold == null ? all : all.join(onHold.run());
        for (CatchUp queued : takeCatchUps(run.key())) {
            all = all.join(queued);
        }
        return all;
    }

    private List<CatchUp> takeCatchUps(ContextKey key) {
        List<CatchUp> queued =
                catchUps.stream().filter(run -> run.key().equals(key)).toList();
        catchUps.removeAll(queued);
        return queued;
    }

    /** What was found decided is looked at again: policy may have changed its mind. */
    void beginRound() {
        looked.clear();
    }

    /**
     * The first dot behind a withheld one that is not withheld, where policy can't decide it; else 0. What lies more than a longest
     * placeholder behind is not next to it.
     */
    long undecidedBehind(ContextKey key, long counter) {
        Looked before = looked.getOrDefault(key, new Looked(0, false));
        if (before.released() && counter < before.to()) {
            return 0;
        }
        long next = Math.max(counter, before.to()) + 1;
        while (next <= counter + Limits.PLACEHOLDER_DOTS_MAX && rows.hasOwnEvent(key, next)) {
            switch (policy.decide(rows.ownEvent(key, next), destination)) {
                case ReleaseDecision.Hold _ -> {
                    return next;
                }
                case ReleaseDecision.Withhold _ -> next++;
                case ReleaseDecision.Release _ -> {
                    looked.put(key, new Looked(next, true));
                    return 0;
                }
            }
        }
        looked.put(key, new Looked(next - 1, false));
        return 0;
    }

    /** One more event of a parked context. */
    void extend(ContextKey key, long lastCounter) {
        turnedAway.extend(key, lastCounter);
        Held parked = held.get(key);
        if (parked != null) {
            long last = Math.max(parked.run().lastCounter(), lastCounter);
            held.put(new Held(parked.run().to(last), parked.undecided()));
        }
    }

    /** A record that is left to the run for which a record behind it asks; until that has left, the lane stays behind this one. */
    void passOver(CatchUp record) {
        passedOver.putIfAbsent(record.key(), record);
    }

    /** The destination shares the context now: it gets the run, which includes what was parked or passed over. */
    void catchUp(CatchUp run) {
        CatchUp all = takeWaiting(run);
        held.remove(run.key());
        CatchUp passed = passedOver.remove(run.key());
        if (passed != null) {
            all = all.behind(passed);
        }
        shareRequested.remove(run.key());
        catchUps.add(all);
    }

    void requestShare(ContextKey key) {
        if (shareRequested.add(key)) {
            effects.accept(new LinkEffect.RequestShare(key));
        }
    }

    /**
     * Sends a part of the first run, as releases and placeholders. On Hold it is parked, together with what was withheld right before: a
     * placeholder never goes ahead of the release next to it (L8).
     */
    void continueCatchUp(BooleanSupplier hasRoom, long nowMs) {
        CatchUp run = catchUps.getFirst();
        var withheld = new PlaceholderRun();
        long counter = run.nextCounter();
        boolean undecided = false;
        while (counter <= run.lastCounter() && !undecided && hasRoom.getAsBoolean()) {
            StampedEvent event = rows.ownEvent(run.key(), counter);
            switch (policy.decide(event, destination)) {
                case ReleaseDecision.Hold _ -> undecided = true;
                case ReleaseDecision.Withhold _ -> {
                    send(run, withheld.add(event), nowMs);
                    counter++;
                }
                case ReleaseDecision.Release release -> {
                    send(run, withheld.end(), nowMs);
                    send(run, List.of(Projection.of(event, release.droppedOrdinals())), nowMs);
                    counter++;
                }
            }
        }
        CatchUp rest = run.from(withheld.firstCounter(counter));
        long behind = undecided ? counter : 0;
        if (rest.nextCounter() < counter && counter > run.lastCounter()) {
            behind = undecidedBehind(run.key(), run.lastCounter());
        }
        boolean ended = behind == 0 && counter > run.lastCounter();
        if (ended) {
            send(run, withheld.end(), nowMs);
            // The destination hears who else shares the context with what made it a sharer, and not before.
            send(run, List.of(new SharersNotice(run.key(), rows.sharers(run.key()))), nowMs);
        }
        catchUps.removeFirst();
        if (behind > 0) {
            hold(rest.to(Math.max(rest.lastCounter(), behind)), behind);
        } else if (!ended) {
            catchUps.addFirst(rest);
        }
    }

    private void send(CatchUp run, List<? extends LaneItem> items, long nowMs) {
        items.forEach(item -> outgoing.add(item, run.place(), nowMs));
    }

    /** Asks the policy again about every context on Hold, and offers what was turned away and is due. */
    void retryParked(long nowMs) {
        held.all().forEach(this::retryHeld);
        catchUps.addAll(turnedAway.offer(nowMs));
    }

    private void retryHeld(Held parked) {
        CatchUp run = parked.run();
        boolean shared = rows.sharers(run.key()).contains(destination);
        for (long counter = parked.undecided(); counter <= run.lastCounter(); counter++) {
            switch (policy.decide(rows.ownEvent(run.key(), counter), destination)) {
                case ReleaseDecision.Hold _ -> {
                    held.put(new Held(run, counter));
                    return;
                }
                case ReleaseDecision.Withhold _ -> {
                    // Where the context is not shared it is not mentioned, unless an event behind this one is released.
                }
                case ReleaseDecision.Release _ -> {
                    released(run, shared);
                    return;
                }
            }
        }
        if (shared) {
            catchUp(run);
        } else {
            held.remove(run.key());
            shareRequested.remove(run.key());
        }
    }

    private void released(CatchUp run, boolean shared) {
        if (shared) {
            catchUp(run);
        } else {
            requestShare(run.key());
        }
    }
}
