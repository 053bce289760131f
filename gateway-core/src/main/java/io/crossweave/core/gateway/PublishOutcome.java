package io.crossweave.core.gateway;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import java.util.List;

/** How a publish ended. Everything but {@link Published} left no trace, save perhaps {@link Unavailable}. */
public sealed interface PublishOutcome {
    /**
     * Committed durably at this site.
     *
     * @param dot its place among the events of the site that stamped it: another one where a peer's event has this event id
     * @param created whether the context was not visible before
     * @param replayed whether this is the remembered answer to an earlier publish of the same event id (L1)
     */
    record Published(
            ContextKey key, String eventId, Dot dot, VersionVector version, Hlc hlc, boolean created, boolean replayed)
            implements PublishOutcome {}

    /** The context type takes writes at its home site only. */
    record WrongSite(String home) implements PublishOutcome {}

    /** The change does not fit the context: failed test, absent path, wrong kind of value for the path's merge rule. */
    record Invalid(List<Violation> violations) implements PublishOutcome {}

    /** The residency policy refuses the data at this site. */
    record PolicyRefused(String rule, String reason) implements PublishOutcome {}

    /** The precondition does not hold; what is visible now is this, of which policy changes have made {@code restatements} views. */
    record PreconditionFailed(VersionVector current, long restatements) implements PublishOutcome {
        public PreconditionFailed(VersionVector current) {
            this(current, 0);
        }
    }

    /** There is nothing to delete. */
    record NotFound() implements PublishOutcome {}

    /** The event id is known with another body. */
    record EventIdReused() implements PublishOutcome {}

    /** The context type is not configured here. */
    record UnknownType() implements PublishOutcome {}

    /** The lane's queue is full: try again after this many milliseconds. */
    record Busy(long retryAfterMs) implements PublishOutcome {}

    /**
     * The log has reached its limit, or the site is stopping. In a stop the change may have been committed before anybody could say so: a
     * retry with the same event id has one effect (L1).
     */
    record Unavailable(String reason) implements PublishOutcome {}

    /** One thing that is wrong, at a JSON Pointer of the context. */
    record Violation(String pointer, String detail) {}
}
