package io.crossweave.core.context;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.FoldRows;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.Fold;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is folded in contexts, as one step of a lane sees it and leaves it. */
final class StepFolds {
    private final FoldRows rows;
    private final Map<ContextKey, Optional<Fold>> changed = new TreeMap<>();

    StepFolds(FoldRows rows) {
        this.rows = rows;
    }

    @Nullable
    Fold get(ContextKey key) {
        Optional<Fold> pending = changed.get(key);
        return pending == null ? rows.get(key) : pending.orElse(null);
    }

    void put(ContextKey key, Fold fold) {
        changed.put(key, Optional.of(fold));
    }

    /** Nothing can arrive any more whose author had not seen it. */
    void forget(ContextKey key) {
        changed.put(key, Optional.empty());
    }

    void finish(WriteBatch batch) {
        changed.forEach((key, fold) -> {
            if (fold.isPresent()) {
                rows.put(batch, key, fold.get());
            } else {
                rows.delete(batch, key);
            }
        });
    }
}
