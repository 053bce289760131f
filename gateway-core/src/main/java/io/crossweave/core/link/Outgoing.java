package io.crossweave.core.link;

import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
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
    private OpenEnvelope open = new OpenEnvelope();
    /** What is sent in the background, apart from what is new. */
    private OpenEnvelope openInBackground = new OpenEnvelope();

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

    void add(LaneItem item, LogPlace place, long nowMs) {
        if (open.overflows(item)) {
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

    Optional<Long> dueMs() {
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(open.openedMs() + lane.tier().lingerMsMin());
    }

    private void close() {
        send(open, 0);
        open = new OpenEnvelope();
    }

    void addInBackground(LaneItem item, LogPlace place, long nowMs) {
        if (openInBackground.overflows(item)) {
            closeBackground();
        }
        openInBackground.add(item, place, nowMs);
        long weight = Math.max(ItemWeight.of(item), Limits.CATCH_UP_ITEM_BYTES_MIN);
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
        effects.accept(new LinkEffect.Send(lane, number, full.items()));
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
        remaker.remake(envelope)
                .ifPresent(items -> effects.accept(new LinkEffect.Send(lane, envelope.number(), items)));
    }

    /**
     * The destination had no room for some contexts of a number: it goes again without them.
     *
     * @param fingerprints of the contexts
     * @return this site's dots that it no longer brings
     */
    List<CatchUp> turnedAway(long number, Collection<Long> fingerprints) {
        var dots = new ArrayList<CatchUp>();
        SentEnvelope envelope = window.get(number);
        if (envelope != null) {
            var keys = new TreeSet<ContextKey>();
            envelope.sources().forEach(source -> keys.add(source.key()));
            keys.removeIf(key -> !fingerprints.contains(key.fingerprint()));
            keys.forEach(key -> dots.addAll(part(number, key)));
            window.in(number, number).forEach(this::send);
        }
        return dots;
    }

    /** Takes a context out of a number; answers the run of this site's dots that this was, or nothing. */
    private List<CatchUp> part(long number, ContextKey key) {
        SentEnvelope envelope = window.get(number);
        if (envelope == null) {
            return List.of();
        }
        window.replace(envelope.without(key));
        var counters = new LongSummaryStatistics();
        for (ItemSource source : envelope.sources()) {
            if (source instanceof ItemSource.OwnDots dots && dots.key().equals(key)) {
                counters.accept(dots.fromCounter());
                counters.accept(dots.toCounter());
            }
        }
        return counters.getCount() == 0
                ? List.of()
                : List.of(new CatchUp(
                        key,
                        new LogPlace(envelope.firstPosition(), envelope.oldestCommittedMs()),
                        counters.getMin(),
                        counters.getMax()));
    }
}
