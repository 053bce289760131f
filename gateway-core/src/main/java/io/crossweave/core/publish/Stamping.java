package io.crossweave.core.publish;

import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.PublishOutcome;

/** What became of a change that was to be stamped. */
public sealed interface Stamping {
    /** Translated and stamped against the state, which is as it was before. */
    record Stamped(StampedEvent event) implements Stamping {}

    /** It leaves no trace; the outcome says why. */
    record Refused(PublishOutcome outcome) implements Stamping {}
}
