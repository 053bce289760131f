package io.crossweave.core.context;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.ConflictRows;
import io.crossweave.core.stored.ConflictRecord;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The conflicts of the contexts that a lane changed lately; the store has them all. */
final class LaneConflicts {
    private final SiteId site;
    private final ConflictRows rows;
    private final LinkedHashMap<ContextKey, ConflictBook> books = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<ContextKey, Integer> weights = new HashMap<>();
    private int held;

    LaneConflicts(SiteId site, ConflictRows rows) {
        this.site = site;
        this.rows = rows;
    }

    ConflictBook of(ContextKey key) {
        return books.computeIfAbsent(key, rows::load);
    }

    /** Writes what a step changed, and says what it found. */
    void finish(LaneStep step, ContextKey key) {
        ConflictBook book = books.get(key);
        if (book == null) {
            return;
        }
        for (ConflictRecord found : book.flush(rows.changesInto(step.batch()))) {
            String later = found.later().dot().site().region();
            if (later.equals(site.region())) {
                step.then(new AfterCommit.ConflictFound(
                        key.type(), found.earlier().dot().site().region(), later));
            }
        }
        int unrecorded = book.takeUnrecorded();
        if (unrecorded > 0) {
            step.then(new AfterCommit.Alarm(
                    "conflicts not recorded",
                    unrecorded + " of a context that has " + Limits.CONFLICTS_OPEN_MAX + " open ones"));
        }
    }

    /** Drops what is beyond the bound, between steps. */
    void settle(Set<ContextKey> changed) {
        for (ContextKey key : changed) {
            ConflictBook book = books.get(key);
            if (book != null) {
                int weight = 1 + book.size() + (int) (book.bytes() / Limits.CONFLICT_BYTES_WEIGHT);
                Integer before = weights.put(key, weight);
                held += weight - (before == null ? 0 : before);
            }
        }
        Iterator<ContextKey> eldest = books.keySet().iterator();
        while (held > Limits.LANE_CONFLICTS_MAX && books.size() > 1) {
            Integer weight = weights.remove(eldest.next());
            held -= weight == null ? 0 : weight;
            eldest.remove();
        }
    }
}
