package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of one lane and link epoch that are not confirmed yet, bounded in envelopes and bytes. */
final class SendWindow {
    private final TreeMap<Long, SentEnvelope> unconfirmed = new TreeMap<>();
    private long bytes;
    private long lastNumber;
    private long confirmedNumber;

    /** The last number given out; 0 before the first. */
    long lastNumber() {
        return lastNumber;
    }

    long confirmedNumber() {
        return confirmedNumber;
    }

    boolean hasRoom() {
        return unconfirmed.size() < Limits.WINDOW_ENVELOPES_MAX && bytes < Limits.WINDOW_BYTES_MAX;
    }

    long nextNumber() {
        return ++lastNumber;
    }

    void add(SentEnvelope envelope) {
        unconfirmed.put(envelope.number(), envelope);
        bytes += envelope.bytes();
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

    /** Forgets all up to a number; answers the last log position that they covered, or -1 where nothing new is confirmed. */
    long confirm(long cumulative) {
        long position = -1;
        while (!unconfirmed.isEmpty() && unconfirmed.firstKey() <= cumulative) {
            SentEnvelope envelope = unconfirmed.pollFirstEntry().getValue();
            bytes -= envelope.bytes();
            position = envelope.lastPosition();
            confirmedNumber = envelope.number();
        }
        return position;
    }

    boolean isEmpty() {
        return unconfirmed.isEmpty();
    }
}
