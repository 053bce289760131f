package io.crossweave.core.publish;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.conflict.ConflictChanges;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.DeleteMark;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rows of a context's conflicts as a store would hold them: made only from the changes that are told. */
final class StoredConflicts implements ConflictChanges {
    private final Map<ConflictId, ConflictRecord> open = new TreeMap<>();
    private final Map<ConflictId, ConflictRecord> settled = new TreeMap<>();
    private final Map<Dot, DeleteMark> marks = new TreeMap<>();

    @Override
    public void put(ConflictId id, ConflictRecord conflict) {
        (conflict.isOpen() ? open : settled).put(id, conflict);
    }

    @Override
    public void removedOpen(ConflictId id, ContextKey key) {
        open.remove(id);
    }

    @Override
    public void removedSettled(ConflictId id, ContextKey key) {
        settled.remove(id);
    }

    @Override
    public void put(ContextKey key, DeleteMark mark) {
        marks.put(mark.dot(), mark);
    }

    @Override
    public void removedMark(ContextKey key, Dot dot) {
        marks.remove(dot);
    }

    Set<ConflictRecord> all() {
        var all = new TreeMap<>(open);
        settled.forEach((id, conflict) -> {
            if (all.put(id, conflict) != null) {
                throw new IllegalStateException("a conflict is stored as open and as settled");
            }
        });
        return Set.copyOf(all.values());
    }

    /** What a restarted site makes of the rows. */
    ConflictBook loaded(ContextKey key) {
        var book = new ConflictBook(key);
        all().forEach(book::restore);
        marks.values().forEach(book::restore);
        return book;
    }
}
