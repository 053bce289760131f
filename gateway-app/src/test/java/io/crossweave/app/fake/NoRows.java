package io.crossweave.app.fake;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.state.Entry;
import io.crossweave.core.state.StateChanges;

/** Nothing is stored. */
final class NoRows implements StateChanges {
    @Override
    public void entryAdded(Entry entry) {}

    @Override
    public void entryRemoved(EntryId id) {}

    @Override
    public void holeAdded(EntryId id) {}

    @Override
    public void holeRemoved(EntryId id) {}

    @Override
    public void holeRunAdded(Dot first, long lastCounter) {}
}
