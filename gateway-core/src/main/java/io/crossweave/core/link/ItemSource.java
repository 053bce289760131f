package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;

/** Where an item of an envelope comes from, so that the same number can be made again from the log when it is asked for. */
sealed interface ItemSource {
    ContextKey key();

    /** Whether an own event comes by it. */
    boolean brings(ContextKey context, long counter);

    /** A run of this site's own dots. */
    record OwnDots(ContextKey key, long fromCounter, long toCounter) implements ItemSource {
        @Override
        public boolean brings(ContextKey context, long counter) {
            return fromCounter <= counter && counter <= toCounter && key.equals(context);
        }
    }

    /** Who shares the context. */
    record Sharers(ContextKey key) implements ItemSource {
        @Override
        public boolean brings(ContextKey context, long counter) {
            return false;
        }
    }
}
