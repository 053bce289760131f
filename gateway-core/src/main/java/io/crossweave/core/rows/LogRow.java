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
 * @param sharers who shared the context when the record was committed, as far as an own event is concerned: for a region that was added
 *     later the event belongs to the run of dots so far that its own record asks for; with other records they may be more
 */
public record LogRow(
        LaneId lane,
        long position,
        LogRecord record,
        @Nullable StampedEvent event,
        SortedSet<String> sharers) {}
