package io.crossweave.app.fake;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.conflict.ConflictSummary;
import io.crossweave.core.document.PathPattern;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ConflictCount;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.gateway.Durability;
import io.crossweave.core.gateway.DurabilityReached;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.ContextType.PathMerge;
import io.crossweave.core.model.MergeRule;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.publish.PublishPath;
import io.crossweave.core.publish.Stamping;
import io.crossweave.core.runtime.live.TypeJournals;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.ConflictRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps each context's state, events and watchers under one lock. */
public final class FakeGateway implements Gateway {
    public static final SiteId SITE = new SiteId("aws-us-east-1", 7);

    private static final List<PathMerge> MERGES = List.of(
            new PathMerge(PathPattern.parse("/messages"), MergeRule.LOG),
            new PathMerge(PathPattern.parse("/tags"), MergeRule.SET),
            new PathMerge(PathPattern.parse("/visits"), MergeRule.COUNTER),
            new PathMerge(PathPattern.parse("/bio/*"), MergeRule.MANUAL));

    private final PublishPath publishPath = new PublishPath(SITE, new OpenPolicy());
    private final Map<String, ContextType> types = new TreeMap<>();
    private final TreeMap<ContextKey, Held> contexts = new TreeMap<>();
    private final List<PeerStatus> peers = new ArrayList<>();
    private final FakeQuarantine quarantine = new FakeQuarantine();
    private final FakeRepairs repairs = new FakeRepairs();
    private DurabilityReached durability = new DurabilityReached(new TreeSet<>(List.of(SITE.region())), false);
    private final TypeJournals journals = new TypeJournals("fake");
    private boolean slow;
    private @Nullable PublishOutcome nextOutcome;
    private @Nullable Error nextError;
    private long clock = 1_700_000_000_000L;

    private static final class Held {
        private final ContextState state;
        private Concealment concealment = Concealment.NOTHING;
        private final List<CausalItem> items = new ArrayList<>();
        private final ConflictBook conflicts;
        private final Map<String, ContextEvent> events = new HashMap<>();
        private final Map<String, PublishOutcome.Published> answers = new HashMap<>();
        private final List<Consumer<ContextView>> watchers = new ArrayList<>();
        private final List<Waiting> waiting = new ArrayList<>();

        Held(ContextState state) {
            this.state = state;
            this.conflicts = new ConflictBook(state.key());
        }
    }

    private record Waiting(VersionVector version, CompletableFuture<Boolean> reached) {}

    public FakeGateway() {
        for (String name :
                new String[] {"conversation", "preferences", "profile", "telemetry", "watched", "retracted", "large"}) {
            types.put(name, new ContextType(name, 1, Tier.CRITICAL, MERGES, List.of()));
        }
        for (String home : new String[] {"azure-westeurope", "gcp-asia-northeast1", SITE.region()}) {
            String name = "home-" + home;
            types.put(name, new ContextType(name, 1, Tier.CRITICAL, MERGES, List.of(), 0, home));
        }
    }

    /** Where the next changes that ask for more than this site are committed. */
    public synchronized void commitElsewhere(DurabilityReached reached) {
        durability = reached;
    }

    @Override
    public synchronized CompletionStage<DurabilityReached> awaitDurability(
            PublishOutcome.Published published, Durability wanted, Duration timeout) {
        return slow
                ? new CompletableFuture<DurabilityReached>()
                        .completeOnTimeout(durability, timeout.toMillis(), TimeUnit.MILLISECONDS)
                : CompletableFuture.completedFuture(durability);
    }

    /** Whether changes that ask for more than this site take all the time that they allow. */
    public synchronized void takeTime(boolean all) {
        slow = all;
    }

    /** Adds a context type, or takes the place of one. */
    public synchronized void setType(ContextType type) {
        types.put(type.name(), type);
    }

    /** The next publish ends so, whatever it is. */
    public synchronized void endNextPublish(PublishOutcome outcome) {
        nextOutcome = outcome;
    }

    /** The next publish breaks off. */
    public synchronized void breakNextPublish(Error error) {
        nextError = error;
    }

    public synchronized void setPeers(List<PeerStatus> seen) {
        peers.clear();
        peers.addAll(seen);
    }

    /** Lets time pass. */
    public synchronized void advance(long ms) {
        clock += ms;
    }

    @Override
    public synchronized long nowMs() {
        return clock;
    }

    /** As if policy hid entries of a context here, or all of it. */
    public synchronized void conceal(ContextKey key, Concealment concealment) {
        held(key).concealment = concealment;
    }

    /** How many watches of the context are open. */
    public synchronized int watchers(ContextKey key) {
        return held(key).watchers.size();
    }

    @Override
    public FakeRepairs repairs() {
        return repairs;
    }

    @Override
    public FakeQuarantine quarantine() {
        return quarantine;
    }

    @Override
    public TypeChanges typeChanges(String tenant, String type) {
        return journals.of(tenant, type);
    }

    @Override
    public SiteId site() {
        return SITE;
    }

    @Override
    public Optional<ContextType> contextType(String name) {
        return Optional.ofNullable(types.get(name));
    }

    @Override
    public synchronized CompletionStage<PublishOutcome> publish(ContextEvent event, Precondition precondition) {
        Error error = nextError;
        nextError = null;
        if (error != null) {
            throw error;
        }
        PublishOutcome forced = nextOutcome;
        nextOutcome = null;
        return CompletableFuture.completedFuture(forced != null ? forced : apply(event, precondition));
    }

    private PublishOutcome apply(ContextEvent event, Precondition precondition) {
        if (!types.containsKey(event.key().type())) {
            return new PublishOutcome.UnknownType();
        }
        ContextType type = requireNonNull(types.get(event.key().type()));
        if (!type.takesWritesAt(SITE.region())) {
            return new PublishOutcome.WrongSite(type.homeSite());
        }
        Held held = held(event.key());
        ContextEvent known = held.events.get(event.eventId());
        if (known != null) {
            PublishOutcome.Published first = requireNonNull(held.answers.get(event.eventId()));
            return known.bodyHash().contradicts(event.bodyHash())
                    ? new PublishOutcome.EventIdReused()
                    : new PublishOutcome.Published(
                            first.key(),
                            first.eventId(),
                            first.dot(),
                            first.version(),
                            first.hlc(),
                            first.created(),
                            true);
        }
        boolean created = held.state.documentAt(clock) == null;
        return switch (publishPath.stamp(held.state, held.conflicts, event, precondition, clock++)) {
            case Stamping.Refused(PublishOutcome outcome) -> outcome;
            case Stamping.Stamped(StampedEvent stamped) -> {
                commit(held, stamped);
                var published = new PublishOutcome.Published(
                        event.key(),
                        event.eventId(),
                        stamped.dot(),
                        held.state.vector(),
                        stamped.stamp().hlc(),
                        created,
                        false);
                held.events.put(event.eventId(), event);
                held.answers.put(event.eventId(), published);
                yield published;
            }
        };
    }

    /** As if a peer's event, or what it may show of one, were applied here. */
    public synchronized void arrive(CausalItem item) {
        commit(held(item.key()), item);
    }

    /** As if a peer said anew what may be held here of its dots. */
    public synchronized void arrive(Restatement restatement) {
        Held held = held(restatement.key());
        boolean retracts = held.state.restate(restatement, new NoRows()).dropped() > 0;
        held.items.replaceAll(item -> item instanceof StampedEvent event
                        && restatement.withholds(event.dot().counter())
                ? event.withheld()
                : item);
        ContextView view = view(held);
        journals.changed(view, retracts);
        List.copyOf(held.watchers).forEach(watcher -> watcher.accept(view.at(clock)));
    }

    private void commit(Held held, CausalItem item) {
        held.state.apply(item, new NoRows());
        held.conflicts.applied(held.state, item);
        held.items.add(item);
        ContextView view = view(held);
        journals.changed(view, false);
        List.copyOf(held.watchers).forEach(watcher -> watcher.accept(view.at(clock)));
        held.waiting.removeIf(one -> held.state.vector().covers(one.version) && one.reached.complete(true));
    }

    @Override
    public synchronized Optional<ContextView> read(ContextKey key) {
        Held held = contexts.get(key);
        return held == null || held.items.isEmpty()
                ? Optional.empty()
                : Optional.of(view(held).at(clock));
    }

    @Override
    public synchronized CompletionStage<Boolean> await(ContextKey key, VersionVector version, Duration timeout) {
        Held held = held(key);
        if (held.state.vector().covers(version)) {
            return CompletableFuture.completedFuture(true);
        }
        var reached = new CompletableFuture<Boolean>();
        held.waiting.add(new Waiting(version, reached));
        return reached.completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public long historyTrimmedTo(ContextKey key) {
        return 0;
    }

    @Override
    public synchronized List<HistoryItem> history(ContextKey key, long afterSequence, int limit) {
        var items = new ArrayList<HistoryItem>();
        List<CausalItem> applied = held(key).items;
        for (int i = (int) afterSequence; i < applied.size() && items.size() < limit; i++) {
            items.add(new HistoryItem(i + 1, applied.get(i)));
        }
        return items;
    }

    @Override
    public synchronized List<ListedContext> list(String tenant, String type, String afterId, int limit) {
        return contexts.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant)
                        && entry.getKey().type().equals(type))
                .filter(entry -> entry.getKey().id().compareTo(afterId) > 0
                        && entry.getValue().state.documentAt(clock) != null)
                .limit(limit)
                .map(entry ->
                        new ListedContext(entry.getKey(), entry.getValue().state.vector()))
                .toList();
    }

    @Override
    public synchronized Subscription watch(ContextKey key, Consumer<ContextView> listener) {
        held(key).watchers.add(listener);
        return () -> {
            synchronized (this) {
                held(key).watchers.remove(listener);
            }
        };
    }

    @Override
    public synchronized List<ConflictView> conflicts(ConflictQuery query) {
        ConflictQuery.Place after = query.after();
        return all().filter(conflict -> conflict.key().tenant().equals(query.tenant()))
                .filter(conflict ->
                        query.type().isEmpty() || conflict.key().type().equals(query.type()))
                .filter(conflict -> query.which() == ConflictQuery.Which.ALL
                        || conflict.isOpen() == (query.which() == ConflictQuery.Which.OPEN))
                .sorted(Comparator.comparing(ConflictRecord::key).thenComparing(ConflictRecord::id))
                .filter(conflict -> after == null
                        || conflict.key().compareTo(after.key()) > 0
                        || (conflict.key().equals(after.key()) && conflict.id().compareTo(after.id()) > 0))
                .limit(query.limit())
                .map(this::view)
                .toList();
    }

    @Override
    public synchronized List<ConflictRecord> openConflicts(Set<String> names, @Nullable ContextKey after, int limit) {
        return all().filter(conflict ->
                        conflict.isOpen() && names.contains(conflict.key().type()))
                .filter(conflict -> after == null || conflict.key().compareTo(after) > 0)
                .toList();
    }

    @Override
    public synchronized Optional<ConflictView> conflict(String tenant, ConflictId id) {
        return all().filter(conflict ->
                        conflict.key().tenant().equals(tenant) && conflict.id().equals(id))
                .map(this::view)
                .findFirst();
    }

    @Override
    public List<ConflictCount> conflictCounts() {
        return List.of(new ConflictCount("conversation", "aws-us-east-1", SITE.region(), 3));
    }

    private Stream<ConflictRecord> all() {
        return contexts.values().stream().flatMap(held -> held.conflicts.all().stream());
    }

    private ConflictView view(ConflictRecord conflict) {
        ContextType type = requireNonNull(types.get(conflict.key().type()));
        return new ConflictView(conflict, ConflictSummary.rule(conflict, type), ConflictSummary.winner(conflict, type));
    }

    @Override
    public synchronized List<PeerStatus> peers() {
        return List.copyOf(peers);
    }

    private Held held(ContextKey key) {
        return contexts.computeIfAbsent(
                key, absent -> new Held(new ContextState(key, requireNonNull(types.get(key.type())))));
    }

    private static ContextView view(Held held) {
        ContextView view = held.state.requireView();
        return switch (held.concealment) {
            case NOTHING -> view;
            case ENTRIES ->
                new ContextView(
                        view.key(),
                        view.version(),
                        view.document(),
                        view.updatedAt(),
                        view.lastEventId(),
                        view.lastSite(),
                        Concealment.ENTRIES,
                        view.expiresAtMs(),
                        view.provisional());
            case EVENTS ->
                new ContextView(
                        view.key(),
                        view.version(),
                        null,
                        view.updatedAt(),
                        null,
                        view.lastSite(),
                        Concealment.EVENTS,
                        view.expiresAtMs(),
                        view.provisional());
        };
    }
}
