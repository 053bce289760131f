package io.crossweave.core.inbound;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.wire.ParsedFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Complete envelopes of one origin whose data key is not here yet. Bounded in bytes, envelopes and age: the oldest are forgotten, and their
 * numbers asked for again.
 */
final class ParkedEnvelopes {
    private record Parked(List<ParsedFrame> envelope, long bytes, long sinceMs) {}

    private final Deque<Parked> parked = new ArrayDeque<>();
    private long bytes;

    void add(List<ParsedFrame> envelope, long nowMs) {
        long held = envelope.stream().mapToLong(ParsedFrame::heldBytes).sum();
        parked.add(new Parked(envelope, held, nowMs));
        bytes += held;
        expire(nowMs);
        while (bytes > Limits.REASSEMBLY_BYTES_MAX || parked.size() > Limits.REASSEMBLY_ENVELOPES_MAX) {
            forgetOldest();
        }
    }

    /** Forgets what has waited for too long. */
    void expire(long nowMs) {
        while (!parked.isEmpty() && nowMs - parked.getFirst().sinceMs() >= Limits.REASSEMBLY_AGE_MS_MAX) {
            forgetOldest();
        }
    }

    private void forgetOldest() {
        bytes -= parked.removeFirst().bytes();
    }

    /** Takes all out, oldest first. */
    List<List<ParsedFrame>> takeAll(long nowMs) {
        expire(nowMs);
        var all = new ArrayList<List<ParsedFrame>>(parked.size());
        parked.forEach(held -> all.add(held.envelope()));
        parked.clear();
        bytes = 0;
        return all;
    }
}
