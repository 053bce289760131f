package io.crossweave.core.link;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Projection;
import io.crossweave.core.event.SharersNotice;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeldContexts.Held;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleaseDecision;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs of this site's dots that leave a lane out of the log's order: because the destination began to share their context, or because a
 * Hold on it has ended. Until a run has left, it keeps the lane's confirmed position below the record that asked for it.
 */
final class OwnRuns {
    private final String destination;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private final Outgoing outgoing;
    private final Consumer<LinkEffect> effects;
    private final HeldContexts held = new HeldContexts();
    private final TurnedAwayContexts turnedAway = new TurnedAwayContexts();
    private final QueuedRuns queued = new QueuedRuns();
    private final TreeSet<ContextKey> shareRequested = new TreeSet<>();
    /** What was passed over in the log, because a record behind it asks for a run that includes it. */
    private final Map<ContextKey, CatchUp> passedOver = new TreeMap<>();

    private final DotsBehind behind;

    OwnRuns(String destination, LinkRows rows, ReleasePolicy policy, Outgoing outgoing, Consumer<LinkEffect> effects) {
        this.destination = destination;
        this.rows = rows;
        this.policy = policy;
        this.outgoing = outgoing;
        this.effects = effects;
        this.behind = new DotsBehind(destination, rows, policy);
    }

    boolean isEmpty() {
        return queued.isEmpty() && parkedContexts() == 0 && passedOver.isEmpty();
    }

    /** Whether a run is to leave before the log goes on. */
    boolean hasSomeAtOnce() {
        return queued.hasSomeAtOnce();
    }

    boolean hasSomeInBackground() {
        return queued.inBackground() > 0;
    }

    /** Whether no more contexts can wait for their turn in the background. */
    boolean isBackgroundFull() {
        return queued.inBackground() >= Limits.CATCH_UP_CONTEXTS_MAX;
    }

    /** Dots of runs that may leave and have not. */
    long queuedDots() {
        return queued.all().stream()
                .mapToLong(run -> run.lastCounter() - run.nextCounter() + 1)
                .sum();
    }

    /** Whether no more contexts can be parked: the lane stops, and the log keeps everything. */
    boolean isFull() {
        return parkedContexts() >= Limits.PARKED_CONTEXTS_MAX;
    }

    /** Contexts that are on Hold or that the destination had no room for. */
    int parkedContexts() {
        return held.size() + turnedAway.size();
    }

    /** Whether some of a context's dots are to leave out of the log's order, so that later ones have to follow them. */
    boolean isWaiting(ContextKey key) {
        return held.get(key) != null || turnedAway.contains(key) || queued.contains(key);
    }

    /** Whether dots of a context are still to leave by a run: which of them is not looked at. */
    boolean owes(ContextKey key) {
        return isWaiting(key) || passedOver.containsKey(key);
    }

    /** The lowest log position that is not done with; far ahead where there is none. */
    long lowestPosition() {
        long parked = Math.min(turnedAway.lowestPosition(), held.lowestPosition(Long.MAX_VALUE));
        return openRuns().mapToLong(run -> run.place().position()).reduce(parked, Math::min);
    }

    /** When the oldest of all runs was committed; far ahead where there is none. */
    long oldestCommittedMs() {
        long parked = Math.min(turnedAway.oldestCommittedMs(), held.oldestCommittedMs(Long.MAX_VALUE));
        return openRuns().mapToLong(run -> run.place().committedMs()).reduce(parked, Math::min);
    }

    private Stream<CatchUp> openRuns() {
        return Stream.concat(queued.all().stream(), passedOver.values().stream());
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
            queued.take(run.key()).forEach(waiting -> turnedAway.add(waiting, nowMs));
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
        for (CatchUp waiting : queued.take(run.key())) {
            all = all.join(waiting);
        }
        return all;
    }

    /** A policy may have changed its mind since. */
    void beginRound() {
        behind.beginRound();
    }

    /** The first dot behind a withheld one that is not withheld, where policy can't decide it; else 0. */
    long undecidedBehind(ContextKey key, long counter) {
        return behind.undecided(key, counter);
    }

    /** One more event of a context that waits; of one that is parked at most a part, or a notice, is queued. */
    void extend(ContextKey key, long lastCounter) {
        Held parked = held.get(key);
        if (parked != null) {
            long last = Math.max(parked.run().lastCounter(), lastCounter);
            held.put(new Held(parked.run().to(last), parked.undecided()));
        } else if (turnedAway.contains(key)) {
            turnedAway.extend(key, lastCounter);
        } else {
            queued.extend(key, lastCounter);
        }
    }

    /** A record that is left to the run for which a record behind it asks; until that has left, the lane stays behind this one. */
    void passOver(CatchUp record) {
        passedOver.putIfAbsent(record.key(), record);
    }

    /**
     * The destination shares the context now: it gets the run, which includes what was parked or passed over.
     *
     * @param late whether the lane is behind, so that what is new goes first
     */
    void catchUp(CatchUp run, boolean late) {
        CatchUp all = takeWaiting(run);
        held.remove(run.key());
        CatchUp passed = passedOver.remove(run.key());
        if (passed != null) {
            all = all.behind(passed);
        }
        shareRequested.remove(run.key());
        queue(all, late);
    }

    /** Queues a run of a context that the destination shares. */
    void queue(CatchUp run, boolean late) {
        if (late || run.lastCounter() - run.nextCounter() >= Limits.AT_ONCE_DOTS_MAX) {
            queued.addToBackground(run);
        } else {
            queued.addAtOnce(run);
        }
    }

    /** Whether nothing but its turn keeps back what there is of a context. */
    boolean mayGoAhead(ContextKey key) {
        return held.get(key) == null && !turnedAway.contains(key) && !passedOver.containsKey(key);
    }

    /**
     * A run that leaves before all others, with what is queued of its context. Where the destination is owed much of that, all of it stays in the
     * background, and is the next there: nothing that is said of one event makes live traffic of a history.
     */
    void goAhead(CatchUp run) {
        goAhead(run, queued.take(run.key()));
    }

    private void goAhead(CatchUp run, List<CatchUp> waiting) {
        CatchUp all = run;
        long owed = 0;
        for (CatchUp part : waiting) {
            owed += part.lastCounter() - part.nextCounter() + 1;
            all = all.join(part);
        }
        if (owed > Limits.AT_ONCE_DOTS_MAX) {
            queued.addNextInBackground(all);
        } else {
            queued.addFirst(all);
        }
    }

    /** What is queued of a context leaves before all others. */
    void goAhead(ContextKey key) {
        List<CatchUp> waiting = queued.take(key);
        if (!waiting.isEmpty()) {
            goAhead(waiting.getFirst(), waiting);
        }
    }

    void requestShare(ContextKey key) {
        if (shareRequested.add(key)) {
            effects.accept(new LinkEffect.RequestShare(key));
        }
    }

    /** Sends a part of the first run that leaves at once. */
    void continueAtOnce(BooleanSupplier hasRoom, long nowMs) {
        CatchUp run = queued.takeFirst();
        leave(run, hasRoom, item -> outgoing.add(item, run.place(), nowMs)).ifPresent(queued::addFirst);
    }

    /** Sends a part of the run whose turn it is in the background. */
    void continueInBackground(long nowMs) {
        CatchUp run = queued.takeNext();
        if (run != null) {
            var items = new int[1];
            BooleanSupplier hasRoom =
                    () -> items[0] < Limits.CATCH_UP_ITEMS_IN_TURN && outgoing.hasRoomInBackground(nowMs);
            leave(run, hasRoom, item -> {
                        items[0]++;
                        outgoing.addInBackground(item, run.place(), nowMs);
                    })
                    .ifPresent(queued::addToBackground);
        }
    }

    /**
     * Sends a part of a run, as releases and placeholders; answers what is left to be sent. On Hold that is parked, together with what was
     * withheld right before: a placeholder never goes ahead of the release next to it (L8).
     */
    private Optional<CatchUp> leave(CatchUp run, BooleanSupplier hasRoom, Consumer<SourcedItem> send) {
        var withheld = new PlaceholderRun();
        long counter = run.nextCounter();
        boolean undecided = false;
        while (counter <= run.lastCounter() && !undecided && hasRoom.getAsBoolean()) {
            CausalItem item = rows.ownItem(run.key(), counter);
            switch (OwnItems.decide(policy, item, destination)) {
                case ReleaseDecision.Hold _ -> undecided = true;
                case ReleaseDecision.Withhold _ -> {
                    long first = withheld.firstNumber(counter);
                    List<SourcedItem> full = withheld.add(item, counter);
                    long last = OwnItems.lastNumber(item, counter);
                    // A full piece belongs to what follows the last of them: where that is on Hold, no piece leaves.
                    long heldBack = full.isEmpty() ? 0 : undecidedBehind(run.key(), last);
                    if (heldBack > 0) {
                        hold(run.from(first).to(Math.max(run.lastCounter(), heldBack)), heldBack);
                        return Optional.empty();
                    }
                    full.forEach(send);
                    counter = last + 1;
                }
                case ReleaseDecision.Release release -> {
                    withheld.end().forEach(send);
                    send.accept(SourcedItem.own(Projection.of(item, release.droppedOrdinals()), counter));
                    counter++;
                }
            }
        }
        CatchUp rest = run.from(withheld.firstNumber(counter));
        long heldBack = undecided ? counter : 0;
        if (rest.nextCounter() < counter && counter > run.lastCounter()) {
            heldBack = undecidedBehind(run.key(), counter - 1);
        }
        if (heldBack > 0) {
            hold(rest.to(Math.max(rest.lastCounter(), heldBack)), heldBack);
            return Optional.empty();
        }
        if (counter <= run.lastCounter()) {
            return Optional.of(rest);
        }
        withheld.end().forEach(send);
        // The destination hears who else shares the context with what made it a sharer, and not before.
        if (run.tells()) {
            send.accept(SourcedItem.sharers(new SharersNotice(run.key(), rows.sharers(run.key()))));
        }
        return Optional.empty();
    }

    /** Asks the policy again about every context on Hold, and offers what was turned away and is due. */
    void retryParked(long nowMs) {
        held.all().forEach(this::retryHeld);
        turnedAway.offer(nowMs).forEach(part -> queue(part, false));
    }

    private void retryHeld(Held parked) {
        CatchUp run = parked.run();
        boolean shared = rows.sharers(run.key()).contains(destination);
        for (long counter = parked.undecided(); counter <= run.lastCounter(); counter++) {
            switch (OwnItems.decide(policy, rows.ownItem(run.key(), counter), destination)) {
                case ReleaseDecision.Hold _ -> {
                    held.put(new Held(run, counter));
                    return;
                }
                case ReleaseDecision.Withhold _ -> {
                    // Where the context is not shared it is not mentioned, unless an event behind this one is released.
                }
                case ReleaseDecision.Release _ -> {
                    if (shared) {
                        catchUp(run, false);
                    } else {
                        requestShare(run.key());
                    }
                    return;
                }
            }
        }
        if (shared) {
            catchUp(run, false);
        } else {
            held.remove(run.key());
            shareRequested.remove(run.key());
        }
    }
}
