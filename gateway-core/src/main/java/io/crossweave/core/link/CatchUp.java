package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;

/**
 * A run of this site's dots of one context that a destination is to get, because it began to share the context or because a Hold ends.
 *
 * @param position the log position that asked for it: the lane is confirmed only below it until all of the run has left
 * @param committedMs when the record at that position was committed
 */
record CatchUp(ContextKey key, long position, long committedMs, long nextCounter, long lastCounter) {
    CatchUp from(long counter) {
        return new CatchUp(key, position, committedMs, counter, lastCounter);
    }

    CatchUp to(long counter) {
        return new CatchUp(key, position, committedMs, nextCounter, counter);
    }
}
