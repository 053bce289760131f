package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;

/**
 * A run of this site's dots of one context that a destination is to get, because it began to share the context, because a Hold ends, or
 * because it has room again.
 *
 * @param place what asked for it
 */
record CatchUp(ContextKey key, LogPlace place, long nextCounter, long lastCounter) {
    /** The same run, for which the lane has to stay behind another one as well. */
    CatchUp behind(CatchUp other) {
        return new CatchUp(key, place.earlier(other.place), nextCounter, lastCounter);
    }

    CatchUp from(long counter) {
        return new CatchUp(key, place, counter, lastCounter);
    }

    CatchUp to(long counter) {
        return new CatchUp(key, place, nextCounter, counter);
    }

    /** One run of both, and of what may lie between them: it asks for no less than either. */
    CatchUp join(CatchUp other) {
        return new CatchUp(
                key,
                place.earlier(other.place),
                Math.min(nextCounter, other.nextCounter),
                Math.max(lastCounter, other.lastCounter));
    }
}
