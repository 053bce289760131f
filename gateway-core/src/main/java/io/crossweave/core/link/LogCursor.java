package io.crossweave.core.link;

import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lane's log from one position on: from the tail that was handed over, else page by page from the store. */
final class LogCursor {
    private static final int PAGE_RECORDS = 64;

    private final LaneId lane;
    private final LinkRows rows;
    private final LogTail tail;
    private final Deque<LogRow> page = new ArrayDeque<>();
    private @Nullable LogRow current;
    private long nextPosition;

    LogCursor(LaneId lane, LinkRows rows, long nextPosition) {
        this.lane = lane;
        this.rows = rows;
        this.nextPosition = nextPosition;
        this.tail = new LogTail(rows.lastLogPosition(lane));
    }

    /** A record was committed. */
    void handedOver(LogRow record) {
        tail.add(record);
    }

    /** Records up to a position were committed, and some of them are not handed over. */
    void skippedTo(long position) {
        tail.skipTo(position);
    }

    /** Committed records from the next one on. */
    long queued() {
        return Math.max(0, tail.lastPosition() - nextPosition + 1);
    }

    /** The position before which everything was taken. */
    long nextPosition() {
        return nextPosition;
    }

    /** The record at the next position; it stays the next one until {@link #advance}. There is one while {@link #queued} says so. */
    LogRow peek() {
        LogRow held = current;
        if (held == null) {
            held = read(nextPosition);
            current = held;
        }
        return held;
    }

    /** The records from the next one up to a position, all of which are committed. */
    List<LogRow> ahead(long position) {
        var rows = new ArrayList<LogRow>();
        rows.add(peek());
        if (position > nextPosition) {
            List<LogRow> kept = tail.from(nextPosition + 1, position);
            rows.addAll(kept.isEmpty() ? rows(nextPosition + 1, (int) (position - nextPosition)) : kept);
        }
        return rows;
    }

    private List<LogRow> rows(long first, int count) {
        return rows.readLog(lane, first, count);
    }

    /** The next record is done with. */
    void advance() {
        current = null;
        nextPosition++;
    }

    /** The record behind the next one, where it is committed: a batch is visible as a whole before any record of it is handed over. */
    @Nullable
    LogRow second() {
        LogRow kept = tail.peek(nextPosition + 1);
        if (kept != null) {
            return kept;
        }
        List<LogRow> read = rows.readLog(lane, nextPosition + 1, 1);
        return read.isEmpty() || read.getFirst().position() != nextPosition + 1 ? null : read.getFirst();
    }

    private LogRow read(long position) {
        LogRow kept = tail.take(position);
        if (kept != null) {
            page.clear();
            return kept;
        }
        if (page.isEmpty() || page.getFirst().position() != position) {
            page.clear();
            page.addAll(rows.readLog(lane, position, PAGE_RECORDS));
        }
        LogRow read = page.pollFirst();
        if (read == null || read.position() != position) {
            throw new IllegalStateException("log of " + lane + " has no record at " + position);
        }
        return read;
    }
}
