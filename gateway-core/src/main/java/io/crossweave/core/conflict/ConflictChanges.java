package io.crossweave.core.conflict;

import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.DeleteMark;

/** Hears what changed among a context's conflicts since it was last asked, so that the same change can be stored. */
public interface ConflictChanges {
    /** A conflict is stored among the open or the settled ones, as it is; it stood elsewhere only if that was told before. */
    void put(ConflictId id, ConflictRecord conflict);

    /** A conflict that stood among the open ones stands there no more. */
    void removedOpen(ConflictId id, ContextKey key);

    /** A conflict that stood among the settled ones stands there no more. */
    void removedSettled(ConflictId id, ContextKey key);

    void put(ContextKey key, DeleteMark mark);

    void removedMark(ContextKey key, Dot dot);
}
