package io.crossweave.core.gateway;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The changes of all contexts of a type at this site, in one order from when somebody first asked for them. The last ones are kept, so that
 * who was away can go on; none outlives the process.
 */
public interface TypeChanges {
    /** Names the order: a position of another one means nothing here. */
    String order();

    /** Calls {@code listener} after each further change, in order. Must not block. */
    Opened open(Consumer<TypeChange> listener);

    /** The changes behind one position up to another, without documents; empty where some of them are not kept any more. */
    Optional<List<TypeChange>> between(long after, long upTo);

    /** Somebody was shown a view: when it expires, that is a change. */
    void shown(ContextView view);

    /** Makes a change of each view that has expired by now. */
    void expire(long nowMs);

    /**
     * A watch that has begun.
     *
     * @param position the last change that the listener does not hear
     */
    record Opened(long position, Gateway.Subscription subscription) {}
}
