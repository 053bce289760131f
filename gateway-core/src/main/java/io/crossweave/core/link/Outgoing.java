package io.crossweave.core.link;

import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The numbers of one lane and link epoch: the envelope that is being filled, the envelopes that were sent and are not confirmed, and those
 * whose send failed. Which items come, and why, is the lane's.
 */
final class Outgoing {
    private final LaneId lane;
    private final EnvelopeRemaker remaker;
    private final Consumer<LinkEffect> effects;
    private final SendWindow window;
    /** Numbers whose send failed, and when to try again. */
    private final TreeMap<Long, Long> retries = new TreeMap<>();

    private final CatchUpPace pace;
    private Parted outgrown = Parted.none();
    private OpenEnvelope open = new OpenEnvelope();
    /** What is sent in the background, apart from what is new. */
    private OpenEnvelope openInBackground = new OpenEnvelope();
    /** The policy that releases what is added now; one that comes into force meanwhile may have released some of it. */
    private long projectionEpoch;

    private long weightInBackground;

    Outgoing(LaneId lane, EnvelopeRemaker remaker, SendRoom room, Consumer<LinkEffect> effects) {
        this.lane = lane;
        this.remaker = remaker;
        this.window = new SendWindow(room.window());
        this.pace = room.pace();
        this.effects = effects;
    }

    boolean hasRoom() {
        return window.hasRoom();
    }

    /** Whether something may be sent in the background now. */
    boolean hasRoomInBackground(long nowMs) {
        return window.hasRoomInBackground() && pace.mayGo(nowMs);
    }

    /** When there will be; far ahead where only a confirmation helps. */
    long backgroundDueMs() {
        return window.hasRoomInBackground() ? pace.dueMs() : Long.MAX_VALUE;
    }

    /** Whether nothing is being filled and nothing waits for its confirmation. */
    boolean isIdle() {
        return window.isEmpty() && open.isEmpty() && openInBackground.isEmpty();
    }

    long lastNumber() {
        return window.lastNumber();
    }

    long confirmedNumber() {
        return window.confirmedNumber();
    }

    /** The lowest log position that asked for something that is not confirmed; far ahead where there is none. */
    long lowestPosition() {
        return Math.min(Math.min(open.firstPosition(), openInBackground.firstPosition()), window.lowestPosition());
    }

    /** Whether an own event is on its way: being filled, or in a number that is not confirmed. */
    boolean brings(ContextKey key, long counter) {
        return open.brings(key, counter) || openInBackground.brings(key, counter) || window.brings(key, counter);
    }

    /** When the oldest item that has no number yet was committed; far ahead where there is none. */
    long oldestUnnumberedMs() {
        return Math.min(open.oldestCommittedMs(), openInBackground.oldestCommittedMs());
    }

    /** What is added from now on was released by the policy of now; what was added before leaves under its own. */
    void beginRound() {
        long now = remaker.projectionEpoch();
        if (now != projectionEpoch) {
            closeNow();
            closeBackground();
        }
        projectionEpoch = now;
    }

    void add(SourcedItem item, LogPlace place, long nowMs) {
        if (open.overflows(item.item())) {
            close();
        }
        open.add(item, place, nowMs);
        if (open.isFull()) {
            close();
        }
    }

    /** Numbers and sends what is being filled, unless its tier lets it wait for more. */
    void closeWhenDue(long nowMs) {
        if (!open.isEmpty() && nowMs - open.openedMs() >= lane.tier().lingerMsMin()) {
            close();
        }
    }

    /** Numbers and sends what is being filled. */
    void closeNow() {
        if (!open.isEmpty()) {
            close();
        }
    }

    Optional<Long> dueMs() {
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.openedMs() + lane.tier().lingerMsMin());
    }

    private void close() {
        send(open, 0);
        open = new OpenEnvelope();
    }

    void addInBackground(SourcedItem item, LogPlace place, long nowMs) {
        if (openInBackground.overflows(item.item())) {
            closeBackground();
        }
        openInBackground.add(item, place, nowMs);
        long weight = Math.max(ItemWeight.of(item.item()), Limits.CATCH_UP_ITEM_BYTES_MIN);
        weightInBackground += weight;
        pace.spend(weight);
        if (openInBackground.isFull()) {
            closeBackground();
        }
    }

    /** Numbers and sends what is being filled in the background. */
    void closeBackground() {
        if (!openInBackground.isEmpty()) {
            send(openInBackground, weightInBackground);
            openInBackground = new OpenEnvelope();
            weightInBackground = 0;
        }
    }

    private void send(OpenEnvelope full, long paced) {
        long number = window.nextNumber();
        window.add(new SentEnvelope(
                number, full.sources(), full.firstPosition(), full.oldestCommittedMs(), full.bytes(), paced));
        effects.accept(new LinkEffect.Send(lane, number, full.items(), projectionEpoch));
    }

    /** The destination has committed all numbers up to one; answers those that are new. */
    List<SentEnvelope> confirm(long cumulative) {
        retries.headMap(cumulative, true).clear();
        List<SentEnvelope> confirmed = window.confirm(cumulative);
        confirmed.forEach(envelope -> pace.confirmed(envelope.paced()));
        return confirmed;
    }

    void resend(List<ReceivedMark.Range> missing) {
        for (ReceivedMark.Range range : missing) {
            window.in(range.from(), range.to()).forEach(this::send);
        }
    }

    void sendFailed(long number, long retryAtMs) {
        if (window.get(number) != null) {
            retries.put(number, retryAtMs);
        }
    }

    void retryDue(long nowMs) {
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
    }

    /** Makes a number again from the log and the policy as they are now. On Hold it stays outstanding. */
    private void send(SentEnvelope envelope) {
        long epoch = remaker.projectionEpoch();
        switch (remaker.remake(envelope)) {
            case EnvelopeRemaker.Remade.Items(var items) ->
                effects.accept(new LinkEffect.Send(lane, envelope.number(), items, epoch));
            case EnvelopeRemaker.Remade.OnHold() -> {}
            case EnvelopeRemaker.Remade.Outgrown() -> {
                envelope.keys().forEach(key -> part(envelope, key, outgrown));
                SentEnvelope rest = envelope.withoutRuns();
                window.replace(rest);
                send(rest);
            }
        }
    }

    /** What numbers no longer bring because a wider policy made too much of it. */
    Parted takeOutgrown() {
        Parted taken = outgrown;
        outgrown = Parted.none();
        return taken;
    }

    /** What a number no longer brings: dots that go as events, and dots that are restated. */
    record Parted(List<CatchUp> dots, List<CatchUp> restated) {
        static Parted none() {
            return new Parted(new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * The destination had no room for some contexts of a number: it goes again without them.
     *
     * @param fingerprints of the contexts
     * @return what it no longer brings
     */
    Parted turnedAway(long number, Collection<Long> fingerprints) {
        Parted parted = Parted.none();
        SentEnvelope envelope = window.get(number);
        if (envelope != null) {
            SortedSet<ContextKey> keys = envelope.keys();
            keys.removeIf(key -> !fingerprints.contains(key.fingerprint()));
            keys.forEach(key -> part(number, key, parted));
            window.in(number, number).forEach(this::send);
        }
        return parted;
    }

    /** Takes a context out of a number, but for what fills no dot and restates none. */
    private void part(long number, ContextKey key, Parted parted) {
        SentEnvelope envelope = window.get(number);
        if (envelope == null) {
            return;
        }
        window.replace(envelope.without(key));
        part(envelope, key, parted);
    }

    private static void part(SentEnvelope envelope, ContextKey key, Parted parted) {
        var place = new LogPlace(envelope.firstPosition(), envelope.oldestCommittedMs());
        var dots = new LongSummaryStatistics();
        var restated = new LongSummaryStatistics();
        for (ItemSource source : envelope.sources()) {
            if (source instanceof ItemSource.OwnDots run && run.key().equals(key)) {
                dots.accept(run.fromCounter());
                dots.accept(run.toCounter());
            }
            if (source instanceof ItemSource.Restated run && run.key().equals(key)) {
                restated.accept(run.fromCounter());
                restated.accept(run.toCounter());
            }
        }
        if (dots.getCount() > 0) {
            parted.dots().add(new CatchUp(key, place, dots.getMin(), dots.getMax()));
        }
        if (restated.getCount() > 0) {
            parted.restated().add(new CatchUp(key, place, restated.getMin(), restated.getMax()));
        }
    }
}
