package io.crossweave.clouds.eventhubs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A run of one partition's events in an append-only file, with where each ends and when it came in memory.
 *
 * <p>The file is unlinked as soon as it is open, so that a killed server leaves nothing on the disk. Not thread-safe:
 * the partition's lock guards it.
 */
final class Segment implements AutoCloseable {
    final long firstSequence;
    final long firstOffset;

    private final FileChannel file;
    private int[] ends = new int[1_024];
    private long[] enqueuedMs = new long[1_024];
    private int count;

    Segment(Path directory, long firstSequence, long firstOffset) throws IOException {
        this.firstSequence = firstSequence;
        this.firstOffset = firstOffset;
        this.file = FileChannel.open(
                Files.createTempFile(directory, "hub-", ".segment"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    boolean hasRoom(int bytes) {
        return count == 0 || (count < HubLimits.SEGMENT_EVENTS_MAX && size() + bytes <= HubLimits.SEGMENT_BYTES);
    }

    /** Counts the event only once it is written: a full disk leaves the segment as it was. */
    void append(byte[] event, long atMs) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(event);
        int at = size();
        while (from.hasRemaining()) {
            file.write(from, (long) at + from.position());
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            enqueuedMs = Arrays.copyOf(enqueuedMs, count * 2);
        }
        ends[count] = at + event.length;
        enqueuedMs[count] = atMs;
        count++;
    }

    ByteBuffer read(long sequence) throws IOException {
        int index = (int) (sequence - firstSequence);
        int start = start(index);
        ByteBuffer into = ByteBuffer.allocate(ends[index] - start);
        while (into.hasRemaining()) {
            if (file.read(into, (long) start + into.position()) < 0) {
                throw new IOException("segment ends inside event " + sequence);
            }
        }
        return into.flip();
    }

    long endSequence() {
        return firstSequence + count;
    }

    long endOffset() {
        return firstOffset + size();
    }

    long offset(long sequence) {
        return firstOffset + start((int) (sequence - firstSequence));
    }

    long enqueuedMs(long sequence) {
        return enqueuedMs[(int) (sequence - firstSequence)];
    }

    private int size() {
        return start(count);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
