package io.crossweave.core.stored;

import io.crossweave.core.event.Placeholder;

/** Where an item of this site is found by its own number, which is that of its last dot. */
public sealed interface OwnRow {
    /** It stands in the context's history. */
    record InHistory(long sequence) implements OwnRow {}

    /** Of a run of dots only this is left (L16). */
    record Bare(Placeholder run) implements OwnRow {
        /** How many dots it stands for: so many own numbers end with that of the row. */
        public long size() {
            return run.lastCounter() - run.dot().counter() + 1;
        }
    }
}
