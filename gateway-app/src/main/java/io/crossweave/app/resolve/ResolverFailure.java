package io.crossweave.app.resolve;

import org.jspecify.annotations.Nullable;

/** A resolver gave no answer that can be used; the message says to operators what it did, and nothing of what was in conflict. */
final class ResolverFailure extends Exception {
    private static final long serialVersionUID = 1L;

    ResolverFailure(String message) {
        super(message);
    }

    /** The same, of what went wrong below it. */
    ResolverFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
