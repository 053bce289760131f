package io.crossweave.core.gateway;

import io.crossweave.core.causality.VersionVector;

/** What must hold of the context at this site for a publish to go ahead. */
public sealed interface Precondition {
    record None() implements Precondition {}

    /**
     * The visible version equals this one.
     *
     * @param restatements how often peers' policies had changed what is held here: with the same version something else is shown then
     *     (L11); {@link #ANY} where that is not asked
     */
    record Matches(VersionVector version, long restatements) implements Precondition {
        public static final long ANY = -1;

        public Matches(VersionVector version) {
            this(version, ANY);
        }
    }

    /** The context is not visible: unknown or deleted. */
    record Absent() implements Precondition {}

    /** The context is visible; used by DELETE. */
    record Exists() implements Precondition {}

    None NONE = new None();
}
