package io.crossweave.core.link;

import io.crossweave.core.model.ContextKey;

/**
 * A run of this site's dots of one context that a destination is to get, because it began to share the context, because a Hold ends,
 * because it has room again, or because its lane is behind.
 *
 * @param place what asked for it
 * @param tells whether the destination hears behind it who shares the context
 */
record CatchUp(ContextKey key, LogPlace place, long nextCounter, long lastCounter, boolean tells) {
    CatchUp(ContextKey key, LogPlace place, long nextCounter, long lastCounter) {
        this(key, place, nextCounter, lastCounter, true);
    }

    /** The same run, behind which nothing has to be told. */
    CatchUp untold() {
        return new CatchUp(key, place, nextCounter, lastCounter, false);
    }

    /** The same run, for which the lane has to stay behind another one as well. */
    CatchUp behind(CatchUp other) {
        return new CatchUp(key, place.earlier(other.place), nextCounter, lastCounter, tells);
    }

    CatchUp from(long counter) {
        return new CatchUp(key, place, counter, lastCounter, tells);
    }

    CatchUp to(long counter) {
        return new CatchUp(key, place, nextCounter, counter, tells);
    }

    /** One run of both, and of what may lie between them: it asks for no less than either. */
    CatchUp join(CatchUp other) {
        return new CatchUp(
                key,
                place.earlier(other.place),
                Math.min(nextCounter, other.nextCounter),
                Math.max(lastCounter, other.lastCounter),
                tells || other.tells);
    }
}
