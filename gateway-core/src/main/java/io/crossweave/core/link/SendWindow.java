package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one lane and link epoch that are not confirmed yet, bounded in envelopes and bytes. What brings nothing any more does not
 * count.
 */
final class SendWindow {
    private final WindowBounds bounds;
    private final TreeMap<Long, SentEnvelope> unconfirmed = new TreeMap<>();
    private int filled;
    private long bytes;
    private long lastNumber;
    private long confirmedNumber;

    SendWindow(WindowBounds bounds) {
        this.bounds = bounds;
    }

    /** The last number given out; 0 before the first. */
    long lastNumber() {
        return lastNumber;
    }

    long confirmedNumber() {
        return confirmedNumber;
    }

    boolean hasRoom() {
        return filled < bounds.envelopesMax()
                && bytes < bounds.bytesMax()
                && unconfirmed.size() < Limits.COMMITTED_AHEAD_MAX;
    }

    /** Half of the window stays free for what is new. */
    boolean hasRoomInBackground() {
        return filled < Math.ceilDiv(bounds.envelopesMax(), 2)
                && bytes < Math.ceilDiv(bounds.bytesMax(), 2)
                && unconfirmed.size() < Limits.COMMITTED_AHEAD_MAX / 2;
    }

    long nextNumber() {
        return ++lastNumber;
    }

    void add(SentEnvelope envelope) {
        unconfirmed.put(envelope.number(), envelope);
        count(envelope, 1);
    }

    /** Puts what a number still brings in its place. */
    void replace(SentEnvelope envelope) {
        SentEnvelope before = unconfirmed.get(envelope.number());
        if (before != null) {
            count(before, -1);
            add(envelope);
        }
    }

    private void count(SentEnvelope envelope, int sign) {
        filled += envelope.isEmpty() ? 0 : sign;
        bytes += sign * envelope.bytes();
    }

    @Nullable
    SentEnvelope get(long number) {
        return unconfirmed.get(number);
    }

    /** Those of a range that are still unconfirmed. */
    List<SentEnvelope> in(long from, long to) {
        return from > to
                ? List.of()
                : new ArrayList<>(unconfirmed.subMap(from, true, to, true).values());
    }

    /** The lowest log position that asked for something that is not confirmed; far ahead where there is none. */
    long lowestPosition() {
        return unconfirmed.values().stream()
                .filter(envelope -> !envelope.isEmpty())
                .mapToLong(SentEnvelope::firstPosition)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Whether an own event is in one of these numbers. */
    boolean brings(ContextKey key, long counter) {
        return unconfirmed.values().stream()
                .flatMap(envelope -> envelope.sources().stream())
                .anyMatch(source -> source.brings(key, counter));
    }

    /** Takes out all up to a number. */
    List<SentEnvelope> confirm(long cumulative) {
        var confirmed = new ArrayList<SentEnvelope>();
        while (!unconfirmed.isEmpty() && unconfirmed.firstKey() <= cumulative) {
            SentEnvelope envelope = unconfirmed.pollFirstEntry().getValue();
            count(envelope, -1);
            confirmed.add(envelope);
            confirmedNumber = envelope.number();
        }
        return confirmed;
    }

    boolean isEmpty() {
        return unconfirmed.isEmpty();
    }
}
