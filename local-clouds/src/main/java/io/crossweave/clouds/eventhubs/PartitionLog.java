package io.crossweave.clouds.eventhubs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One partition: its events in order, each stored as the bytes that a receiver gets. Sequence numbers count events from
 * 0 and offsets count bytes, so that a client that mixes them up fails at once. The oldest segment goes when the
 * partition has more than it may keep; numbers go on and never restart while the server runs.
 */
final class PartitionLog implements AutoCloseable {
    /** Where and when an event was put; what the annotations of its delivery say. */
    record Placement(long sequence, long offset, long enqueuedMs) {}

    /** Makes the stored bytes of one event, once its place is known. */
    interface Encoding {
        byte[] stored(Placement placement);
    }

    record Kept(long sequence, ByteBuffer stored) {}

    /** What management and runtime metrics tell; {@code last} is empty before the first event. */
    record State(long firstSequence, Optional<Placement> last, boolean empty) {}

    private final Path directory;
    private final int segmentsMax;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private long nextSequence;
    private long nextOffset;
    private @Nullable Placement last;

    PartitionLog(Path directory, int segmentsMax) {
        this.directory = directory;
        this.segmentsMax = segmentsMax;
    }

    /** Appends all of them next to each other, as the service does with a batch. */
    synchronized void append(List<? extends Encoding> events, long nowMs) throws IOException {
        long atMs = last == null ? nowMs : Math.max(nowMs, last.enqueuedMs());
        for (Encoding event : events) {
            Placement placement = new Placement(nextSequence, nextOffset, atMs);
            byte[] stored = event.stored(placement);
            Segment open = segments.peekLast();
            if (open == null || !open.hasRoom(stored.length)) {
                open = roll();
            }
            open.append(stored, atMs);
            nextSequence = open.endSequence();
            nextOffset = open.endOffset();
            last = placement;
        }
    }

    private Segment roll() throws IOException {
        while (segments.size() >= segmentsMax) {
            segments.removeFirst().close();
        }
        Segment fresh = new Segment(directory, nextSequence, nextOffset);
        segments.addLast(fresh);
        return fresh;
    }

    /** The first event at or after that number which is still kept; empty when none has come yet. */
    synchronized Optional<Kept> next(long sequence) throws IOException {
        for (Segment segment : segments) {
            if (sequence < segment.endSequence()) {
                long kept = Math.max(sequence, segment.firstSequence);
                return Optional.of(new Kept(kept, segment.read(kept)));
            }
        }
        return Optional.empty();
    }

    synchronized long startOf(StartAt start) {
        return switch (start) {
            case StartAt.Latest() -> nextSequence;
            case StartAt.Mark(var unit, long value, var bound) -> {
                long from = bound == StartAt.Bound.AT || value == Long.MAX_VALUE ? value : value + 1;
                yield switch (unit) {
                    case SEQUENCE -> Math.clamp(from, firstSequence(), nextSequence);
                    case OFFSET -> firstWhere(this::offset, from);
                    case ENQUEUED_MS -> firstWhere(this::enqueuedMs, from);
                };
            }
        };
    }

    /** Binary search over a number that never falls from one event to the next. */
    private long firstWhere(LongUnaryOperator valueOf, long atLeast) {
        long low = firstSequence();
        long high = nextSequence;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (valueOf.applyAsLong(middle) < atLeast) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long offset(long sequence) {
        return segmentOf(sequence).offset(sequence);
    }

    private long enqueuedMs(long sequence) {
        return segmentOf(sequence).enqueuedMs(sequence);
    }

    private Segment segmentOf(long sequence) {
        for (Segment segment : segments) {
            if (sequence < segment.endSequence()) {
                return segment;
            }
        }
        throw new IllegalArgumentException("no event " + sequence);
    }

    private long firstSequence() {
        Segment first = segments.peekFirst();
        return first == null ? nextSequence : first.firstSequence;
    }

    synchronized State state() {
        return new State(firstSequence(), Optional.ofNullable(last), nextSequence == firstSequence());
    }

    @Override
    public synchronized void close() throws IOException {
        while (!segments.isEmpty()) {
            segments.removeLast().close();
        }
    }
}
