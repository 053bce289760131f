package io.crossweave.core.link;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The numbers of one lane and link epoch: the envelope that is being filled, the envelopes that were sent and are not confirmed, and those
 * whose send failed. Which items come, and why, is the lane's.
 */
final class Outgoing {
    private final LaneId lane;
    private final EnvelopeRemaker remaker;
    private final LongSupplier safePosition;
    private final Consumer<LinkEffect> effects;
    private final SendWindow window = new SendWindow();
    /** Numbers whose send failed, and when to try again. */
    private final TreeMap<Long, Long> retries = new TreeMap<>();

    private OpenEnvelope open = new OpenEnvelope();

    /**
     * @param safePosition the log position up to which a restart need not look again once all numbers so far are confirmed
     */
    Outgoing(LaneId lane, EnvelopeRemaker remaker, LongSupplier safePosition, Consumer<LinkEffect> effects) {
        this.lane = lane;
        this.remaker = remaker;
        this.safePosition = safePosition;
        this.effects = effects;
    }

    boolean hasRoom() {
        return window.hasRoom();
    }

    /** Whether nothing is being filled and nothing waits for its confirmation. */
    boolean isIdle() {
        return window.isEmpty() && open.isEmpty();
    }

    long lastNumber() {
        return window.lastNumber();
    }

    long confirmedNumber() {
        return window.confirmedNumber();
    }

    /** When the oldest item that has no number yet was committed; far ahead where there is none. */
    long oldestUnnumberedMs() {
        return open.oldestCommittedMs();
    }

    void add(LaneItem item, long committedMs, long nowMs) {
        if (open.overflows(item)) {
            close();
        }
        open.add(item, committedMs, nowMs);
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
        long number = window.nextNumber();
        window.add(new SentEnvelope(number, open.sources(), safePosition.getAsLong(), open.bytes()));
        effects.accept(new LinkEffect.Send(lane, number, open.items()));
        open = new OpenEnvelope();
    }

    /** The destination has committed all numbers up to one; answers the log position that this covers, or -1 where nothing is new. */
    long confirm(long cumulative) {
        retries.headMap(cumulative, true).clear();
        return window.confirm(cumulative);
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
}
