package io.crossweave.core.state;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;

/** Hears what applying an item changed in the rows of a context, so that the same change can be stored. */
public interface StateChanges {
    void entryAdded(Entry entry);

    /** An entry that is live already is held differently from now on. */
    default void entryReplaced(Entry entry) {
        entryAdded(entry);
    }

    void entryRemoved(EntryId id);

    void holeAdded(EntryId id);

    void holeRemoved(EntryId id);

    void holeRunAdded(Dot first, long lastCounter);
}
