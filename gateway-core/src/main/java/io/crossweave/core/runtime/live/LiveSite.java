package io.crossweave.core.runtime.live;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.ConflictCount;
import io.crossweave.core.gateway.ConflictQuery;
import io.crossweave.core.gateway.ConflictView;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Durability;
import io.crossweave.core.gateway.DurabilityReached;
import io.crossweave.core.gateway.ForwardCount;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.gateway.Quarantine;
import io.crossweave.core.gateway.Repairs;
import io.crossweave.core.gateway.TypeChanges;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.StableLog;
import io.crossweave.core.membership.Members;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.repair.RepairSettings;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.AuditSink;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.Transport;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.Life;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running site: context lanes, one link per peer, the inbound path and the heartbeats over one store. It fails fast: where a lane or a
 * link can't go on, the whole site stops, and a new start reads the truth from the store.
 */
public final class LiveSite implements Gateway, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSite.class);
    private static final long BUSY_RETRY_MS = 100;

    private final LiveSettings settings;
    private final LiveClock clock;
    private final ContextRows rows;
    private final ConflictList conflicts;
    private final SiteMeters meters = new SiteMeters();
    private final LaneRunner[] lanes = new LaneRunner[Limits.SHARDS];
    private final Membership membership;
    private final AppliedMarks appliedMarks = new AppliedMarks();
    private final Relay relay;
    private final LiveMembers members;
    /** Changes as members do. */
    private final Map<String, PeerLink> links;

    private final LiveLives lives;
    private final InboundRunner inbound;
    private final PendingAnswers pending = new PendingAnswers();
    private final LiveReads reads;
    private final Quarantine quarantine;
    private final LiveDurability durability;
    private final SiteUpkeep upkeep;
    private final PolicyFollower policies;
    private final LogTrimming trimming;
    private final HistoryUpkeep histories;
    private final RepairRunner repair;
    private final SiteThreads threads = new SiteThreads();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AuditSink audit;
    private final Consumer<Throwable> onFailure;

    /** A site that logs what is to be audited. */
    public LiveSite(LiveSettings settings, ContextStore store, LiveClock clock, Consumer<Throwable> onFailure) {
        this(settings, store, clock, new LoggedAudit(settings.site()), onFailure);
    }

    /**
     * @param onFailure hears once when the site can't go on; the process should end
     */
    public LiveSite(
            LiveSettings settings,
            ContextStore store,
            LiveClock clock,
            AuditSink audit,
            Consumer<Throwable> onFailure) {
        var known = new Members(settings.site().region(), settings.topology());
        var ledger = new MemberLedger(store, clock);
        ledger.begin(known.peers());
        known.remember(ledger.retired());
        this.policies = new PolicyFollower(settings, known, store, new LanesOfPolicies(), this::failed);
        this.settings = settings.under(policies.policy());
        this.audit = audit;
        this.clock = clock;
        this.rows = new ContextRows(store);
        this.conflicts = new ConflictList(rows.conflicts(), settings.types(), this::read);
        this.onFailure = onFailure;
        var linkRows = new LinkRows(store, settings.repair().hashes());
        var parts = new LinkRunner.LinkParts(
                linkRows, store, clock, meters, policies.policy(), (shard, nowMs) -> lanes[shard].handedOnMs(nowMs));
        this.membership = new Membership(
                settings.site().region(),
                new Membership.Parts(known, ledger, () -> SiteIdentity.nextLinkEpoch(store), threads),
                (way, fail) -> link(way, parts, fail),
                this::failed);
        this.links = membership.links();
        this.lives = new LiveLives(settings.site(), store, known.peers(), new AroundLives());
        var laneSettings = new LaneSettings(
                settings.site(),
                known,
                settings.types(),
                policies.policy(),
                settings.repair().hashes());
        for (int shard = 0; shard < lanes.length; shard++) {
            lanes[shard] = new LaneRunner(
                    new ContextLane(laneSettings, shard, rows), store, clock, this::follow, this::failed);
        }
        membership.begin(settings.links(), settings.linkEpoch());
        this.reads = new LiveReads(
                rows,
                clock,
                pending,
                this::order,
                new LiveReads.Askable(this::isAskable, settings.site() + "." + settings.linkEpoch()));
        this.quarantine = new LiveQuarantine(rows, pending, this::order);
        this.durability = new LiveDurability(settings, linkRows, links);
        this.members =
                new LiveMembers(membership, policies, durability, clock, new LiveMembers.Words(audit, this::follow));
        this.upkeep = new SiteUpkeep(settings.storeBytesMax(), store, clock, this::follow, this::failed);
        this.trimming = new LogTrimming(
                new StableLog(linkRows), membership, (shard, input) -> lanes[shard].put(input), this::failed);
        this.histories = new HistoryUpkeep(
                new PolicyRows(store),
                this::isAskable,
                (shard, input) -> lanes[shard].put(input),
                clock,
                new Horizons(settings.types(), membership, clock),
                settings.historyMs(),
                this::failed);
        this.relay = new Relay(known, membership, threads, this::failed);
        this.repair = new RepairRunner(
                new RepairSettings(
                        settings.site(),
                        policies.policy(),
                        settings.repair().hashes(),
                        settings.repair().everyMs()),
                new RepairRunner.Parts(store, clock, meters, this::order),
                links,
                this::failed);
        this.inbound = new InboundRunner(
                settings, clock, meters, this::arrived, new InboundRunner.Others(known, lives, relay, repair));
    }

    private PeerLink link(LinkWay way, LinkRunner.LinkParts parts, Consumer<Throwable> fail) {
        var port = new OutboundPort(settings, way, clock, meters, fail);
        var link = new PeerLink(settings, port, parts, new PeerLink.Asks(this::share, lives::news), fail);
        link.restore(rows);
        link.beginWith(() -> appliedMarks.tell(way.destination(), link::applied));
        return link;
    }

    /** Starts lanes and links, and only then takes deliveries. */
    public void start() {
        for (int shard = 0; shard < lanes.length; shard++) {
            threads.start("context-lane-" + shard, lanes[shard]);
        }
        membership.start();
        threads.start("upkeep", upkeep);
        threads.start("silence", new SilenceWatch(settings.site().region(), links, this::follow, this::failed));
        threads.start("evictions", new Evictions(links, members, settings.silence(), this::follow, this::failed));
        threads.start("policies", policies);
        threads.start("trimming", trimming);
        threads.start("histories", histories);
        threads.start("repair", repair);
        Transport intake = settings.intake();
        if (intake != null) {
            intake.subscribe(inbound);
        }
    }

    /** Stops; when it returns, no thread of the site uses the store any more. */
    @Override
    public void close() {
        stopping.set(true);
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Transport intake = settings.intake();
        if (intake != null) {
            intake.close();
        }
        membership.close();
        threads.stop(membership::closeTransports);
        pending.end();
    }

    private void failed(Throwable cause) {
        if (stopping.compareAndSet(false, true)) {
            LOG.error("site={} stops: it can't go on", settings.site(), cause);
            onFailure.accept(cause);
        }
    }

    // ---- between lanes and links
    // -------------------------------------------------------------------------------------

    private void share(ContextKey key, String region) {
        try {
            lanes[key.shard()].put(new LaneInput.Share(key, region));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isAskable(ContextKey key) {
        return !stopping.get() && settings.types().containsKey(key.type());
    }

    private void order(int shard, LaneInput input) {
        try {
            lanes[shard].put(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an order waited for its lane", e);
        }
    }

    /** What another life of a peer asks of lanes and links. */
    private final class AroundLives implements LiveLives.Around {
        @Override
        public void put(int shard, LaneInput input) {
            order(shard, input);
        }

        @Override
        public void await(Collection<ContextKey> keys) {
            new LanesOfPolicies().await(keys);
        }

        @Override
        public @Nullable PeerLink link(String region) {
            return links.get(region);
        }

        @Override
        public void renew(String region, Runnable meanwhile) {
            membership.renew(region, meanwhile);
        }

        @Override
        public void failed(Throwable cause) {
            LiveSite.this.failed(cause);
        }
    }

    /** What a change of policy asks of context lanes. */
    private final class LanesOfPolicies implements PolicyFollower.Lanes {
        @Override
        public void put(ContextKey key, LaneInput input) {
            order(key.shard(), input);
        }

        @Override
        public void await(Collection<ContextKey> keys) {
            var oneOfEachShard = new TreeMap<Integer, ContextKey>();
            keys.forEach(key -> oneOfEachShard.put(key.shard(), key));
            oneOfEachShard.values().forEach(reads::ask);
        }
    }

    /**
     * Follows another policy from now on, and tells every peer what it may hold by it (L11); returns when the new one is in force.
     *
     * @return whether it is another one than before
     */
    public boolean follow(ReleasePolicy policy) {
        boolean another = policies.follow(policy);
        if (another) {
            audit.record(PolicyEntries.followed(policies.policy(), clock.nowMs()));
        }
        return another;
    }

    /** A change of the policy files is not followed; what was in force stays so. */
    public void refusesPolicy(String reason) {
        follow(new AfterCommit.Alarm("policy refused", reason));
    }

    /** Who the members are, and how they come and go while the site runs. */
    public LiveMembers members() {
        return members;
    }

    private void arrived(int shard, LaneInput.Arrived envelope) throws InterruptedException {
        lanes[shard].put(envelope);
    }

    private void follow(AfterCommit follows) {
        switch (follows) {
            case AfterCommit.Reply(long ticket, PublishOutcome outcome) -> pending.published(ticket, outcome);
            case AfterCommit.Viewed(long ticket, var view) -> pending.viewed(ticket, view);
            case AfterCommit.Tended(long ticket, var outcome) -> pending.tended(ticket, outcome);
            case AfterCommit.Settled(long ticket) -> inbound.settled(ticket);
            case AfterCommit.Received(String origin, var lane, var mark) ->
                toLink(origin, link -> link.received(lane, mark));
            case AfterCommit.AppliedTo(String origin, var lane, var mark) -> {
                appliedMarks.note(origin, lane, mark);
                toLink(origin, link -> link.applied(lane, mark));
            }
            case AfterCommit.TurnedAway away -> toLink(away.originRegion(), link -> link.turnedAway(away));
            case AfterCommit.Changed(ContextView view, boolean retracts) -> reads.changed(view, retracts);
            case AfterCommit.Unloaded(ContextKey key) -> reads.unloaded(key);
            case AfterCommit.Applied(String origin, var lane, var hlc) -> {
                meters.applied.increment();
                toLink(origin, link -> link.applied(lane.tier(), clock.nowMs() - hlc.millis()));
            }
            case AfterCommit.Restated restated -> {
                meters.restatementsApplied.increment();
                audit.record(PolicyEntries.applied(restated, clock.nowMs()));
            }
            case AfterCommit.RestatementConfirmed confirmed -> {
                meters.restatementsConfirmed.increment();
                audit.record(PolicyEntries.confirmed(confirmed, clock.nowMs()));
            }
            case AfterCommit.Fenced fenced -> lives.fenced(fenced);
            case AfterCommit.Held(Life life) -> lives.held(life);
            case AfterCommit.Needs needs -> lives.needs(needs);
            case AfterCommit.Logged(var row) -> links.values().forEach(link -> link.logged(row));
            case AfterCommit.Recounted(ContextKey key) -> meters.contextsRecounted.increment();
            case AfterCommit.ConflictFound found -> meters.conflicts.found(found);
            case AfterCommit.Tidied tidied -> histories.tidied(tidied);
            case AfterCommit.Audited(var entry) -> audit.record(entry);
            case AfterCommit.Alarm(String what, String detail) -> {
                meters.alarms.increment();
                LOG.warn("site={} alarm={} detail={}", settings.site().region(), what, detail);
            }
        }
    }

    private void toLink(String region, Consumer<PeerLink> tell) {
        PeerLink link = links.get(region);
        if (link != null) {
            tell.accept(link);
        }
    }

    // ---- Gateway
    // -----------------------------------------------------------------------------------------------------

    @Override
    public SiteId site() {
        return settings.site();
    }

    @Override
    public long nowMs() {
        return clock.nowMs();
    }

    public SiteMeters meters() {
        return meters;
    }

    @Override
    public Optional<ContextType> contextType(String name) {
        return Optional.ofNullable(settings.types().get(name));
    }

    @Override
    public CompletionStage<PublishOutcome> publish(ContextEvent event, Precondition precondition) {
        if (stopping.get()) {
            return CompletableFuture.completedFuture(new PublishOutcome.Unavailable("the site is stopping"));
        }
        if (upkeep.isFull()) {
            return CompletableFuture.completedFuture(new PublishOutcome.Unavailable("the log has reached its limit"));
        }
        long ticket = pending.nextTicket();
        CompletableFuture<PublishOutcome> reply = pending.publish(ticket);
        meters.published.increment();
        if (!lanes[event.key().shard()].offer(new LaneInput.Publish(ticket, event, precondition))) {
            pending.published(ticket, new PublishOutcome.Busy(BUSY_RETRY_MS));
        }
        return reply;
    }

    @Override
    public Optional<ContextView> read(ContextKey key) {
        return reads.read(key);
    }

    @Override
    public CompletionStage<Boolean> await(ContextKey key, VersionVector version, Duration timeout) {
        return reads.await(key, membership.reachable(version), timeout);
    }

    @Override
    public List<HistoryItem> history(ContextKey key, long afterSequence, int limit) {
        return rows.history(key, afterSequence, limit);
    }

    @Override
    public long historyTrimmedTo(ContextKey key) {
        return rows.historyTrimmedTo(key);
    }

    @Override
    public List<ListedContext> list(String tenant, String type, String afterId, int limit) {
        return reads.list(tenant, type, afterId, limit);
    }

    @Override
    public Subscription watch(ContextKey key, Consumer<ContextView> listener) {
        return reads.watch(key, listener);
    }

    @Override
    public List<ConflictView> conflicts(ConflictQuery query) {
        return conflicts.list(query);
    }

    @Override
    public Optional<ConflictView> conflict(String tenant, ConflictId id) {
        return conflicts.find(tenant, id);
    }

    @Override
    public List<ConflictRecord> openConflicts(Set<String> types, @Nullable ContextKey after, int limit) {
        return rows.conflicts().open(types, after, limit);
    }

    @Override
    public List<ConflictCount> conflictCounts() {
        return meters.conflicts.counts();
    }

    @Override
    public List<ForwardCount> forwards() {
        return relay.counts();
    }

    @Override
    public TypeChanges typeChanges(String tenant, String type) {
        return reads.typeChanges(tenant, type);
    }

    @Override
    public List<PeerStatus> peers() {
        var peers = new ArrayList<PeerStatus>();
        links.values().forEach(link -> peers.add(link.status()));
        return peers;
    }

    @Override
    public CompletionStage<DurabilityReached> awaitDurability(
            PublishOutcome.Published published, Durability wanted, Duration timeout) {
        return durability.await(published, wanted, timeout);
    }

    @Override
    public Repairs repairs() {
        return repair;
    }

    @Override
    public Quarantine quarantine() {
        return quarantine;
    }
}
