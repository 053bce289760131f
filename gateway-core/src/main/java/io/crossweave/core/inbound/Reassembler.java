package io.crossweave.core.inbound;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.wire.ParsedFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts the frames of one origin's envelopes together, bounded in bytes, envelopes and age. Frames come here after their signature and path
 * hold. The oldest incomplete envelope is dropped when there is no room: its number is asked for again (L13).
 */
final class Reassembler {
    /** An envelope of which some frames are here, by the index of their first chunk. */
    private static final class Partial {
        private final TreeMap<Integer, ParsedFrame> frames = new TreeMap<>();
        private final long firstSeenMs;
        private long bytes;
        private int chunks;

        Partial(long firstSeenMs) {
            this.firstSeenMs = firstSeenMs;
        }
    }

    private final Map<ByteBuffer, Partial> partials = new LinkedHashMap<>();
    private long bytes;
    private long dropped;

    /** All frames of the envelope in order, once they are here. */
    Optional<List<ParsedFrame>> add(ParsedFrame frame, long nowMs) {
        if (frame.isWhole()) {
            return Optional.of(List.of(frame));
        }
        expire(nowMs);
        ByteBuffer id = ByteBuffer.wrap(frame.header().messageId());
        Partial partial = partials.computeIfAbsent(id, absent -> new Partial(nowMs));
        if (partial.frames.putIfAbsent(frame.firstChunk(), frame) == null) {
            long size = sizeOf(frame);
            partial.bytes += size;
            partial.chunks += frame.chunks().size();
            bytes += size;
        }
        if (partial.chunks >= frame.header().chunkCount()) {
            remove(id);
            return Optional.of(new ArrayList<>(partial.frames.values()));
        }
        makeRoom(id);
        return Optional.empty();
    }

    /** Incomplete envelopes dropped since the start. */
    long dropped() {
        return dropped;
    }

    private void expire(long nowMs) {
        var oldest = partials.entrySet().iterator();
        while (oldest.hasNext()) {
            Partial partial = oldest.next().getValue();
            if (nowMs - partial.firstSeenMs < Limits.REASSEMBLY_AGE_MS_MAX) {
                return;
            }
            drop(oldest, partial);
        }
    }

    private void makeRoom(ByteBuffer kept) {
        Iterator<Map.Entry<ByteBuffer, Partial>> oldest = partials.entrySet().iterator();
        while (oldest.hasNext()
                && (bytes > Limits.REASSEMBLY_BYTES_MAX || partials.size() > Limits.REASSEMBLY_ENVELOPES_MAX)) {
            Map.Entry<ByteBuffer, Partial> entry = oldest.next();
            if (!entry.getKey().equals(kept)) {
                drop(oldest, entry.getValue());
            }
        }
    }

    private void drop(Iterator<Map.Entry<ByteBuffer, Partial>> at, Partial partial) {
        at.remove();
        bytes -= partial.bytes;
        dropped++;
    }

    private void remove(ByteBuffer id) {
        Partial partial = partials.remove(id);
        if (partial != null) {
            bytes -= partial.bytes;
        }
    }

    private static long sizeOf(ParsedFrame frame) {
        long size = frame.header().encoded().length;
        for (byte[] chunk : frame.chunks()) {
            size += chunk.length;
        }
        return size;
    }
}
