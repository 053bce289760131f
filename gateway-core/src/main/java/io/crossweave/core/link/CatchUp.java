package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;

/**
 * A run of this site's dots of one context that a destination is to get, because it began to share the context or because a Hold ends.
 *
 * @param position the lowest log position that it stands for: the lane is confirmed only below it until all of the run has left
 * @param committedMs when the record at that position was committed: the lane's watermark stays below it as long
 */
record CatchUp(ContextKey key, long position, long committedMs, long nextCounter, long lastCounter) {
    /** The same run, for which the lane has to stay behind another one as well. */
    CatchUp behind(CatchUp other) {
        return new CatchUp(
                key,
                Math.min(position, other.position),
                Math.min(committedMs, other.committedMs),
                nextCounter,
                lastCounter);
    }

    CatchUp from(long counter) {
        return new CatchUp(key, position, committedMs, counter, lastCounter);
    }

    CatchUp to(long counter) {
        return new CatchUp(key, position, committedMs, nextCounter, counter);
    }
}
