package io.crossweave.core.spi;

import java.time.Duration;

/** How a send ended. */
public sealed interface SendOutcome {
    /** The broker has stored the frame. */
    record Accepted() implements SendOutcome {}

    /** The service asks to slow down; nothing was stored. */
    record Throttled(Duration retryAfter) implements SendOutcome {}

    /** The service will never take this frame. */
    record Refused(String reason) implements SendOutcome {}

    /** It may have been stored or not, for instance a lost answer: send again, the destination recognises the number. */
    record Unknown(Throwable cause) implements SendOutcome {}

    Accepted ACCEPTED = new Accepted();
}
