package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;

/** Where an item of an envelope comes from, so that the same number can be made again from the log when it is asked for. */
sealed interface ItemSource {
    ContextKey key();

    /** A run of this site's own dots. */
    record OwnDots(ContextKey key, long fromCounter, long toCounter) implements ItemSource {}

    /** Who shares the context. */
    record Sharers(ContextKey key) implements ItemSource {}
}
