package io.crossweave.core.link;

import io.crossweave.core.event.LaneItem;
import io.crossweave.core.model.ContextKey;

/** Where an item of an envelope comes from, so that the same number can be made again from the log when it is asked for. */
sealed interface ItemSource {
    ContextKey key();

    /** Whether an own event comes by it. */
    boolean brings(ContextKey context, long counter);

    /** A run of this site's own dots, by their own numbers. */
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

    /** What the destination may hold of a run of this site's own dots, by their own numbers. It brings none of them. */
    record Restated(ContextKey key, long fromCounter, long toCounter) implements ItemSource {
        @Override
        public boolean brings(ContextKey context, long counter) {
            return false;
        }
    }

    /** What is as it was when it was made. */
    record Said(LaneItem item) implements ItemSource {
        @Override
        public ContextKey key() {
            return item.key();
        }

        @Override
        public boolean brings(ContextKey context, long counter) {
            return false;
        }
    }
}
