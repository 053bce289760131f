package io.crossweave.core.gateway;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ConflictRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A running site as the API layers see it. Thread-safe; stages complete on the site's threads, so continuations must not block. */
public interface Gateway {
    SiteId site();

    /** The site clock, in milliseconds since the epoch: what has expired by it is not shown any more (L7, L16). */
    long nowMs();

    Optional<ContextType> contextType(String name);

    /** Publishes one change; completes when it is committed durably here, or with the reason why not. */
    CompletionStage<PublishOutcome> publish(ContextEvent event, Precondition precondition);

    /** The committed view of a context at this site, now; empty where this site knows nothing of it. May read the store. */
    Optional<ContextView> read(ContextKey key);

    /** Completes with true once this site has applied all of {@code version}, with false when the timeout is over. */
    CompletionStage<Boolean> await(ContextKey key, VersionVector version, Duration timeout);

    /** Events as applied here, oldest first, from {@code afterSequence} (exclusive; 0 for the start). May read the store. */
    List<HistoryItem> history(ContextKey key, long afterSequence, int limit);

    /** The last place in a context's history from which something was taken away since it was old and over; 0 where it is whole. */
    long historyTrimmedTo(ContextKey key);

    /** Contexts of a type that are visible here, ascending by id, after {@code afterId} (exclusive; empty for the start). */
    List<ListedContext> list(String tenant, String type, String afterId, int limit);

    /** Calls {@code listener} after each committed change of the context, in order, until the subscription is closed. Must not block. */
    Subscription watch(ContextKey key, Consumer<ContextView> listener);

    /** Conflicts of contexts that are visible to callers of the tenant, as committed here. May read the store. */
    List<ConflictView> conflicts(ConflictQuery query);

    /** One of them; empty where this site has none with this id, or has forgotten it. May read the store. */
    Optional<ConflictView> conflict(String tenant, ConflictId id);

    /**
     * Open conflicts of some context types, of all tenants and also where no caller may see the context: for the site's own use. By context
     * ascending, behind {@code after} (null for the start); of each context all, so there may be more than {@code limit}; fewer at the end of
     * the list. Reads the store.
     */
    List<ConflictRecord> openConflicts(Set<String> types, @Nullable ContextKey after, int limit);

    /** Conflicts found here since the start, in no particular order. */
    List<ConflictCount> conflictCounts();

    /** What this site forwarded for others since the start, in no particular order; empty where it relays nothing. */
    default List<ForwardCount> forwards() {
        return List.of();
    }

    /** The changes of all contexts of a type. */
    TypeChanges typeChanges(String tenant, String type);

    List<PeerStatus> peers();

    /**
     * Completes when a published change has the durability that is wanted, or when that can't come any more or the time is over, with what
     * was reached. An event that another site stamped is known to be committed here, and no more.
     */
    CompletionStage<DurabilityReached> awaitDurability(
            PublishOutcome.Published published, Durability wanted, Duration timeout);

    /** The search for silent differences. */
    Repairs repairs();

    /** What could not be applied here. */
    Quarantine quarantine();

    /** Ends a watch. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** A context in a list. */
    record ListedContext(ContextKey key, VersionVector version) {}
}
