package io.crossweave.core.inbound;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.wire.ParsedFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Complete envelopes of one origin whose data key is not here yet; the oldest are forgotten beyond a bound and asked for again. */
final class ParkedEnvelopes {
    private final Deque<List<ParsedFrame>> parked = new ArrayDeque<>();
    private long bytes;

    void add(List<ParsedFrame> envelope) {
        parked.add(envelope);
        bytes += envelope.getFirst().header().bodyBytes();
        while (bytes > Limits.REASSEMBLY_BYTES_MAX || parked.size() > Limits.REASSEMBLY_ENVELOPES_MAX) {
            bytes -= parked.removeFirst().getFirst().header().bodyBytes();
        }
    }

    List<List<ParsedFrame>> takeAll() {
        var all = new ArrayList<>(parked);
        parked.clear();
        bytes = 0;
        return all;
    }
}
