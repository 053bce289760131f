package io.crossweave.core.link;

import io.crossweave.core.event.ItemWeight;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.rows.LogRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest committed records of a lane's log as they were handed over, contiguous, bounded in bytes. What does not fit is read from the
 * store: the log is the truth, the hand-over only a shortcut.
 */
final class LogTail {
    private static final long FIXED_BYTES = 512;

    private final Deque<LogRow> records = new ArrayDeque<>();
    private long bytes;
    private long lastPosition;

    LogTail(long lastPosition) {
        this.lastPosition = lastPosition;
    }

    /** The last position that was handed over, whether it is kept or not. */
    long lastPosition() {
        return lastPosition;
    }

    void add(LogRow logged) {
        if (logged.position() != lastPosition + 1) {
            clear();
        }
        lastPosition = Math.max(lastPosition, logged.position());
        records.add(logged);
        bytes += weight(logged);
        while (bytes > Limits.LOG_TAIL_BYTES_MAX && records.size() > 1) {
            bytes -= weight(records.removeFirst());
        }
    }

    /** Records up to a position were committed and are not handed over: they are read from the store. */
    void skipTo(long position) {
        if (position > lastPosition) {
            clear();
            lastPosition = position;
        }
    }

    /** The record at a position, which is taken out together with all before it; null where it is not kept. */
    @Nullable
    LogRow take(long position) {
        LogRow first = records.peekFirst();
        while (first != null && first.position() < position) {
            bytes -= weight(records.removeFirst());
            first = records.peekFirst();
        }
        if (first == null || first.position() != position) {
            return null;
        }
        bytes -= weight(records.removeFirst());
        return first;
    }

    /** The record at a position, where it is the next one that is kept; it stays. */
    @Nullable
    LogRow peek(long position) {
        LogRow first = records.peekFirst();
        return first != null && first.position() == position ? first : null;
    }

    /** The records from one position up to another; none where they are not all kept. */
    List<LogRow> from(long first, long last) {
        var found = new ArrayList<LogRow>();
        for (LogRow record : records) {
            if (record.position() >= first && record.position() <= last) {
                found.add(record);
            }
        }
        return found.size() == last - first + 1 ? found : List.of();
    }

    private void clear() {
        records.clear();
        bytes = 0;
    }

    private static long weight(LogRow logged) {
        return FIXED_BYTES + (logged.event() == null ? 0 : ItemWeight.of(logged.event()));
    }
}
