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
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Puts the frames of one origin's envelopes together, bounded in bytes, envelopes and the time since the last frame. Frames come here after their signature and path
 * hold. The incomplete envelope that has waited longest is dropped when there is no room: its number is asked for again (L13).
 */
final class Reassembler {
    /** An envelope of which some frames are here, by the index of their first chunk. */
    private static final class Partial {
        private final TreeMap<Integer, ParsedFrame> frames = new TreeMap<>();
        private long lastFrameMs;
        private long bytes;
        private int chunks;

        /** Whether a frame is one more piece of this envelope: chunks of its own, under the same header and root. */
        boolean fits(ParsedFrame frame) {
            if (frames.isEmpty()) {
                return true;
            }
            Map.Entry<Integer, ParsedFrame> before = frames.floorEntry(frame.firstChunk());
            Map.Entry<Integer, ParsedFrame> after = frames.ceilingEntry(frame.firstChunk());
            return frames.firstEntry().getValue().sameEnvelope(frame)
                    && (before == null || end(before.getValue()) <= frame.firstChunk())
                    && (after == null || end(frame) <= after.getKey());
        }

        private static int end(ParsedFrame frame) {
            return frame.firstChunk() + frame.chunks().size();
        }

        void add(ParsedFrame frame, long nowMs) {
            lastFrameMs = nowMs;
            frames.put(frame.firstChunk(), frame);
            bytes += frame.heldBytes();
            chunks += frame.chunks().size();
        }
    }

    /** The one that has waited longest for its next frame first. */
    private final SequencedMap<ByteBuffer, Partial> partials = new LinkedHashMap<>();

    private long bytes;
    private long dropped;

    /** All frames of the envelope in order, once they are here. */
    Optional<List<ParsedFrame>> add(ParsedFrame frame, long nowMs) {
        expire(nowMs);
        if (frame.isWhole()) {
            return Optional.of(List.of(frame));
        }
        ByteBuffer id = ByteBuffer.wrap(frame.header().messageId());
        Partial partial = partials.computeIfAbsent(id, absent -> new Partial());
        if (partial.fits(frame)) {
            partial.add(frame, nowMs);
            bytes += frame.heldBytes();
            partials.putLast(id, partial);
        }
        if (partial.chunks >= frame.header().chunkCount()) {
            partials.remove(id);
            bytes -= partial.bytes;
            return Optional.of(new ArrayList<>(partial.frames.values()));
        }
        makeRoom(id);
        return Optional.empty();
    }

    /** Incomplete envelopes dropped since the start. */
    long dropped() {
        return dropped;
    }

    /** Bytes in memory. */
    long bytes() {
        return bytes;
    }

    private void expire(long nowMs) {
        var oldest = partials.values().iterator();
        while (oldest.hasNext()) {
            Partial partial = oldest.next();
            if (nowMs - partial.lastFrameMs < Limits.REASSEMBLY_AGE_MS_MAX) {
                return;
            }
            drop(oldest, partial);
        }
    }

    /** Drops the longest waiting until all fits; the one that was just added goes last, when it alone is too large. */
    private void makeRoom(ByteBuffer added) {
        Iterator<Map.Entry<ByteBuffer, Partial>> oldest = partials.entrySet().iterator();
        while (oldest.hasNext() && isOver()) {
            Map.Entry<ByteBuffer, Partial> entry = oldest.next();
            if (!entry.getKey().equals(added)) {
                drop(oldest, entry.getValue());
            }
        }
        Partial alone = isOver() ? partials.remove(added) : null;
        if (alone != null) {
            bytes -= alone.bytes;
            dropped++;
        }
    }

    private boolean isOver() {
        return bytes > Limits.REASSEMBLY_BYTES_MAX || partials.size() > Limits.REASSEMBLY_ENVELOPES_MAX;
    }

    private void drop(Iterator<?> at, Partial partial) {
        at.remove();
        bytes -= partial.bytes;
        dropped++;
    }
}
