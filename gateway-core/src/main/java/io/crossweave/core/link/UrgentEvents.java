package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.LogRecord.OwnEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Own events that whoever published them called urgent: what is not sent of their context leaves at once, as a run, ahead of what stands
 * before it in the log. The log then passes over the records of that run. What is on Hold stays so, and dots keep their order: only the
 * order of contexts changes, on which nothing rests.
 */
final class UrgentEvents {
    private final String destination;
    private final LogCursor log;
    private final OwnRuns runs;
    /** The position of the last urgent record that was handed over. */
    private long lastPosition;
    /** Up to where urgent records were looked at. */
    private long lookedTo;
    /** By context, up to which own number records of the log are in a run that left, or leaves, ahead of them. */
    private final Map<ContextKey, Long> ahead = new TreeMap<>();

    UrgentEvents(String destination, LogCursor log, OwnRuns runs) {
        this.destination = destination;
        this.log = log;
        this.runs = runs;
    }

    void handedOver(LogRow row) {
        if (row.record() instanceof OwnEvent own && own.urgent()) {
            lastPosition = row.position();
        }
    }

    /** Whether an urgent record is near: one that is further ahead comes near soon, because a lane that is behind goes to the log's end. */
    boolean isDue() {
        return lastPosition > lookedTo && isUnderWay() && lastPosition - log.nextPosition() <= Limits.BEHIND_RECORDS;
    }

    /** Whether an urgent record stands in the log still. */
    boolean isUnderWay() {
        return lastPosition >= log.nextPosition();
    }

    /** Queues what is urgent among the next records. */
    void promote() {
        List<LogRow> rows = log.ahead(lastPosition);
        lookedTo = lastPosition;
        for (LogRow row : rows) {
            if (row.record() instanceof OwnEvent own && own.urgent()) {
                promote(own, rows);
            }
        }
    }

    private void promote(OwnEvent urgent, List<LogRow> rows) {
        long first = Long.MAX_VALUE;
        for (LogRow row : rows) {
            if (!row.record().key().equals(urgent.key())) {
                continue;
            }
            // Who shares the context, and what is restated of it, is told in the log's order.
            if (!(row.record() instanceof OwnEvent own) || !row.sharers().contains(destination)) {
                return;
            }
            if (!isAhead(own)) {
                first = Math.min(first, own.counter());
            }
        }
        if (first <= urgent.counter() && runs.mayGoAhead(urgent.key())) {
            LogRecord oldest = log.peek().record();
            // The lane stays behind all that it passes over until the run is confirmed.
            var place = new LogPlace(log.nextPosition(), oldest.committedMs());
            runs.goAhead(new CatchUp(urgent.key(), place, first, urgent.counter()).untold());
            ahead.put(urgent.key(), urgent.counter());
        }
    }

    private boolean isAhead(OwnEvent own) {
        return own.counter() <= ahead.getOrDefault(own.key(), 0L);
    }

    /** Whether a record that is taken now is part of a run that went ahead of it. */
    boolean passesOver(OwnEvent own) {
        boolean passed = isAhead(own);
        if (ahead.getOrDefault(own.key(), Long.MAX_VALUE) <= own.counter()) {
            ahead.remove(own.key());
        }
        return passed;
    }
}
