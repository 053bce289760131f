package io.crossweave.core.runtime.live;

import io.crossweave.core.conflict.ConflictSummary;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.rows.ConflictRows;
import io.crossweave.core.stored.ConflictRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Stored conflicts as the API shows them. */
final class ConflictList {
    private final ConflictRows rows;
    private final Map<String, ContextType> types;
    private final Function<ContextKey, Optional<ContextView>> read;

    ConflictList(ConflictRows rows, Map<String, ContextType> types, Function<ContextKey, Optional<ContextView>> read) {
        this.rows = rows;
        this.types = types;
        this.read = read;
    }

    /** A type that is not configured any more is not read by anybody, so its conflicts are not shown either. */
    List<ConflictView> list(ConflictQuery query) {
        var found = new ArrayList<ConflictView>();
        ConflictQuery rest = query;
        List<ConflictRecord> read = rows.list(rest);
        while (!read.isEmpty()) {
            read.stream().map(this::view).flatMap(Optional::stream).forEach(found::add);
            if (found.size() >= query.limit() || read.size() < query.limit()) {
                return found.size() > query.limit() ? found.subList(0, query.limit()) : found;
            }
            rest = rest.behind(read.getLast());
            read = rows.list(rest);
        }
        return found;
    }

    Optional<ConflictView> find(String tenant, ConflictId id) {
        return Optional.ofNullable(rows.find(tenant, id)).flatMap(this::view);
    }

    /** Whether all that is left of the context here is what policy withholds: then nothing may tell that it is anywhere. */
    private boolean isSecret(ContextKey key) {
        return read.apply(key)
                .filter(view ->
                        view.isVisible() || view.lastEventId() != null || view.concealment() == Concealment.NOTHING)
                .isEmpty();
    }

    private Optional<ConflictView> view(ConflictRecord conflict) {
        ContextType type = types.get(conflict.key().type());
        return type == null || isSecret(conflict.key())
                ? Optional.empty()
                : Optional.of(new ConflictView(
                        conflict, ConflictSummary.rule(conflict, type), ConflictSummary.winner(conflict, type)));
    }
}
