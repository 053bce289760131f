package io.crossweave.core.rows;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.LogRecord;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A committed record of a lane's log with what a destination lane needs to go on without reading.
 *
 * @param event the body of an own event; null for other records
 * @param sharers who shares the context
 */
public record LogRow(
        LaneId lane,
        long position,
        LogRecord record,
        @Nullable StampedEvent event,
        SortedSet<String> sharers) {}
