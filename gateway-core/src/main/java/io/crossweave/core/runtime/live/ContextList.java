package io.crossweave.core.runtime.live;

import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Gateway.ListedContext;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.ContextRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists of contexts: their keys from the store, and of each what it shows now. */
final class ContextList {
    private final ContextRows rows;
    private final Function<ContextKey, Optional<ContextView>> read;

    ContextList(ContextRows rows, Function<ContextKey, Optional<ContextView>> read) {
        this.rows = rows;
        this.read = read;
    }

    /** Contexts of a type that are visible, ascending by id, behind one of them (empty for the start). */
    List<ListedContext> visible(String tenant, String type, String afterId, int limit) {
        var listed = new ArrayList<ListedContext>();
        String after = afterId;
        while (listed.size() < limit) {
            List<ContextKey> keys = rows.keys(tenant, type, after, limit);
            for (ContextKey key : keys) {
                read.apply(key).filter(ContextView::isVisible).ifPresent(view -> {
                    if (listed.size() < limit) {
                        listed.add(new ListedContext(key, view.version()));
                    }
                });
            }
            if (keys.size() < limit) {
                return listed;
            }
            after = keys.getLast().id();
        }
        return listed;
    }
}
