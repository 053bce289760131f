package io.crossweave.core.spi;

/** How a commit ended. */
public sealed interface CommitOutcome {
    /** The batch is durable. */
    record Committed() implements CommitOutcome {}

    /** The batch may be durable or not; nobody may be told either. Counters are assigned again only after a reload (L15). */
    record Unknown(Throwable cause) implements CommitOutcome {}

    Committed COMMITTED = new Committed();
}
