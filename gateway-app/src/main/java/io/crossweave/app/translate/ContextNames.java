package io.crossweave.app.translate;

import io.crossweave.app.problem.ProblemException;
import io.crossweave.app.problem.ProblemType;
import io.crossweave.core.model.ContextKey;

/** Names of contexts in paths and queries. */
public final class ContextNames {
    /** Passes for an id where only the type is to be checked. */
    private static final String SOME_ID = "any";

    private ContextNames() {}

    public static ContextKey key(String tenant, String type, String id) {
        try {
            return new ContextKey(tenant, type, id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "path: " + e.getMessage());
        }
    }

    public static void requireType(String tenant, String type) {
        try {
            new ContextKey(tenant, type, SOME_ID);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(ProblemType.MALFORMED_REQUEST, "query parameter 'type': " + e.getMessage());
        }
    }
}
