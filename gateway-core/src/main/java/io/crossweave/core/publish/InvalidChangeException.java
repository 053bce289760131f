package io.crossweave.core.publish;

import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.gateway.PublishOutcome.Violation;

/** A change that does not fit the context; it ends the whole event. */
final class InvalidChangeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Violation violation;

    InvalidChangeException(JsonPointer path, String detail) {
        super(detail);
        this.violation = new Violation(path.toString(), detail);
    }

    Violation violation() {
        return violation;
    }
}
