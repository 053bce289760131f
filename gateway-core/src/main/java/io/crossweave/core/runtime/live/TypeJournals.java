package io.crossweave.core.runtime.live;

import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.limits.Limits;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The journals of those types that somebody watches or watched. What nobody ever watched costs its changes nothing. */
public final class TypeJournals {
    private record Watched(String tenant, String type) {}

    private final String order;
    private final Map<Watched, TypeJournal> journals = new ConcurrentHashMap<>();
    private long made;

    /** Journals of one run of a site; {@code order} is another one in each run. */
    public TypeJournals(String order) {
        this.order = order;
    }

    /**
     * After a commit; of one context in the order of its commits.
     *
     * @param retracts whether something that was held here before may not be held any more (L11)
     */
    public void changed(ContextView view, boolean retracts) {
        if (!journals.isEmpty()) {
            TypeJournal journal =
                    journals.get(new Watched(view.key().tenant(), view.key().type()));
            if (journal != null) {
                journal.changed(view, retracts);
            }
        }
    }

    /** A type's changes from now on, or from before where they are kept. */
    public synchronized TypeChanges of(String tenant, String type) {
        var watched = new Watched(tenant, type);
        TypeJournal known = journals.get(watched);
        if (known != null) {
            return known;
        }
        if (journals.size() >= Limits.TYPE_JOURNALS_MAX) {
            // Those who come back to one of these begin again.
            journals.values().removeIf(journal -> !journal.isWatched());
        }
        // Another order than that of a journal of this type that was dropped before.
        var journal = new TypeJournal(order + "." + ++made);
        journals.put(watched, journal);
        return journal;
    }
}
