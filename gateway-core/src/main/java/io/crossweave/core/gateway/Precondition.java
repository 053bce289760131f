package io.crossweave.core.gateway;

import io.crossweave.core.causality.VersionVector;

/** What must hold of the context at this site for a publish to go ahead. */
public sealed interface Precondition {
    record None() implements Precondition {}

    /** The visible version equals this one. */
    record Matches(VersionVector version) implements Precondition {}

    /** The context is not visible: unknown or deleted. */
    record Absent() implements Precondition {}

    /** The context is visible; used by DELETE. */
    record Exists() implements Precondition {}

    None NONE = new None();
}
