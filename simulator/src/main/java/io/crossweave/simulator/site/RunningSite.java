package io.crossweave.simulator.site;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.Horizon;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.inbound.Arrival;
import io.crossweave.core.inbound.InboundPath;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.HeldDots;
import io.crossweave.core.link.StableLog;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.runtime.live.SiteIdentity;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.Delivery;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.stored.ReceivedMark;
import io.crossweave.crypto.open.LinkOpener;
import io.crossweave.crypto.seal.DataKeyLife;
import io.crossweave.crypto.seal.LinkSealer;
import io.crossweave.crypto.sign.Signatures;
import io.crossweave.simulator.keys.SampledOpener;
import io.crossweave.simulator.keys.SimulatedKms;
import io.crossweave.simulator.tally.Count;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A site's process from one start to the next: its lanes and links, the way in, and who waits for an answer. A crash ends all of it. */
final class RunningSite {
    private static final long TICK_MS = 250;
    private static final long LANE_TICK_MS = 500;
    private static final long TIDY_MS = 600;
    /** Short, so that most of what is over goes within a run. */
    private static final long HISTORY_MS = 1_000;
    /** Short, so that keys are renewed within a run, and during outages. */
    static final DataKeyLife DATA_KEYS = new DataKeyLife(20_000, 1_000, 1L << 30);

    private final Site site;
    private final SimulatedClock clock;
    private final long linkEpoch;
    private final SitePolicy policy;
    private final EnvelopeOpener opener;
    private final InboundPath inbound;
    private final Map<Integer, LaneHost> hosts = new TreeMap<>();
    private final Map<String, SiteLink> links = new TreeMap<>();
    private final ContextStore store;
    private final LinkSealer sealer;
    private final SiteLives lives;
    private final Map<Long, Runnable> unsettled = new TreeMap<>();
    private final Map<Long, Consumer<PublishOutcome>> publishers = new TreeMap<>();
    private final Map<Long, Consumer<Optional<ContextView>>> readers = new TreeMap<>();
    private final StableLog log;
    private final SiteResolver resolver;
    private final long startedMs;
    private final SiteRepair repair;
    private long tickets;

    RunningSite(Site site, ContextStore store, SiteIdentity identity) {
        this.site = site;
        SiteSettings settings = site.settings();
        Surroundings around = site.around();
        var kms = new SimulatedKms(site.region(), around.entropy(), site::isKeyServiceDown);
        this.store = store;
        this.sealer = new LinkSealer(site.region(), settings.keys().signing(), kms, around.entropy(), DATA_KEYS);
        this.opener = new SampledOpener(
                new LinkOpener(site.region(), new Signatures(settings.keys().trusted()), kms), around.signed());
        this.clock = new SimulatedClock(site.machine(), identity);
        this.linkEpoch = identity.linkEpoch();
        this.policy = new SitePolicy(site, store, site.configuredPolicy());
        this.inbound = new InboundPath(site.region(), settings.members(), opener);
        for (String peer : settings.peers()) {
            links.put(peer, link(peer, linkEpoch));
        }
        this.lives = new SiteLives(site, store, settings.shards());
        this.log = new StableLog(new LinkRows(store));
        this.repair = new SiteRepair(site, store, policy.inForce(), clock.nowMs());
        settings.shards().forEach(shard -> open(shard, new ContextRows(store)));
        this.resolver = new SiteResolver(site, new ContextRows(store));
        this.startedMs = clock.nowMs();
    }

    private void open(int shard, ContextRows rows) {
        SiteSettings settings = site.settings();
        var laneSettings = new LaneSettings(
                site.id(),
                settings.peers(),
                settings.types(),
                policy.inForce(),
                site.around().faults().inbox());
        var lane = new ContextLane(laneSettings, shard, rows);
        hosts.put(shard, new LaneHost(site, lane));
        links.forEach((peer, link) -> {
            for (Tier tier : Tier.values()) {
                open(link, new LaneId(tier, shard), lane.received(peer, tier));
            }
        });
    }

    private static void open(SiteLink link, LaneId lane, ReceivedMark received) {
        if (received.linkEpoch() > 0) {
            link.monitor().received(lane, received);
        }
        link.open(lane);
    }

    /** Starts what happens again and again. */
    void begin() {
        site.repeat(TICK_MS, () -> links.values().forEach(SiteLink::tick));
        site.repeat(LANE_TICK_MS, () -> hosts.values().forEach(host -> host.put(new LaneInput.Tick())));
        site.repeat(Limits.CLOCK_NOTE_MS, site::reserve);
        links.keySet()
                .forEach(peer ->
                        site.repeat(Limits.HEARTBEAT_MS, () -> link(peer).beat()));
        site.repeat(Limits.TRIM_MS, this::trim);
        resolver.begin();
        policy.begin();
        repair.begin();
        site.repeat(TIDY_MS, this::tidy);
    }

    private void tidy() {
        for (ContextKey key : site.settings().tidied()) {
            host(key.shard()).put(new LaneInput.Tidy(key, clock.nowMs() - HISTORY_MS, horizon(key)));
        }
    }

    private Horizon horizon(ContextKey key) {
        ContextType type = requireNonNull(site.settings().types().get(key.type()));
        var lane = new LaneId(type.tier(), key.shard());
        Horizon horizon = Horizon.alone(clock.nowMs());
        for (SiteLink link : links.values()) {
            horizon = horizon.and(
                    link.monitor().appliedWatermark(lane), link.monitor().peerClockMs());
        }
        return horizon;
    }

    private void trim() {
        for (Map.Entry<Integer, LaneHost> host : hosts.entrySet()) {
            for (Tier tier : Tier.values()) {
                var lane = new LaneId(tier, host.getKey());
                var applied = new TreeMap<String, Long>();
                links.forEach((peer, link) -> applied.put(peer, link.appliedPosition(lane)));
                long position = log.trimmable(lane, applied);
                if (position > 0) {
                    host.getValue().put(new LaneInput.Trim(tier, position));
                    site.around().tally().add(Count.TRIMS, 1);
                }
            }
        }
    }

    // ---- the way in -------------------------------------------------------------------------------------------------

    boolean hasRoom() {
        return hosts.values().stream().allMatch(LaneHost::hasRoom);
    }

    void take(Delivery delivery) {
        take(inbound.take(delivery.frame(), clock.nowMs()), delivery.acknowledge());
    }

    private void take(Arrival arrival, Runnable acknowledge) {
        switch (arrival) {
            case Arrival.Items items -> hand(items, acknowledge);
            case Arrival.Control(var address, var heartbeat) -> {
                if (lives.heard(address.origin(), heartbeat)) {
                    link(address.origin().region()).heard(heartbeat);
                    site.around().observer().heard(site);
                }
                acknowledge.run();
            }
            case Arrival.Repair(var address, var message) -> {
                repair.heard(address.origin().region(), message);
                acknowledge.run();
            }
            case Arrival.Held(var address, var message) -> {
                acknowledge.run();
                if (message instanceof HeldDots.Ask ask) {
                    lives.asked(address.origin(), ask);
                }
            }
            case Arrival.Keys(String origin) -> {
                acknowledge.run();
                for (Arrival unparked : inbound.retryParked(origin, clock.nowMs())) {
                    take(unparked, () -> {}); // its frames were acknowledged when they were kept
                }
            }
            case Arrival.Kept _ -> acknowledge.run();
            case Arrival.Onward onward -> {
                site.relay(onward);
                acknowledge.run();
            }
            case Arrival.NotForwarded(String _, String reason) -> {
                site.tell(() -> "does not forward a frame: " + reason);
                acknowledge.run();
            }
            case Arrival.Rejected(String reason) -> {
                site.tell(() -> "rejects a frame: " + reason);
                acknowledge.run();
            }
        }
    }

    private void hand(Arrival.Items items, Runnable acknowledge) {
        LaneId lane = items.address().lane().orElseThrow();
        long ticket = ++tickets;
        unsettled.put(ticket, acknowledge);
        site.around()
                .tally()
                .add(
                        Count.BARE_ITEMS,
                        items.items().stream()
                                .filter(item -> item instanceof Placeholder run && run.bare())
                                .count());
        site.tell(() -> "takes " + items.address() + " " + SiteText.of(items.items()));
        host(lane.shard())
                .put(new LaneInput.Arrived(
                        ticket,
                        items.address().origin(),
                        lane.tier(),
                        items.address().linkEpoch(),
                        items.address().number(),
                        items.items(),
                        items.body().projectionEpoch(),
                        items.body().commit()));
    }

    boolean publish(ContextEvent change, Consumer<PublishOutcome> answer) {
        LaneHost host = host(change.key().shard());
        if (!host.hasRoom()) {
            return false;
        }
        long ticket = ++tickets;
        publishers.put(ticket, answer);
        host.put(new LaneInput.Publish(ticket, change, Precondition.NONE));
        return true;
    }

    void read(ContextKey key, Consumer<Optional<ContextView>> answer) {
        long ticket = ++tickets;
        readers.put(ticket, answer);
        host(key.shard()).put(new LaneInput.Read(ticket, key));
    }

    // ---- what follows a commit --------------------------------------------------------------------------------------

    void follow(AfterCommit follows) {
        site.tell(() -> SiteText.of(follows));
        switch (follows) {
            case AfterCommit.Reply(long ticket, var outcome) ->
                requireNonNull(publishers.remove(ticket)).accept(outcome);
            case AfterCommit.Viewed(long ticket, var view) ->
                requireNonNull(readers.remove(ticket)).accept(view);
            case AfterCommit.Settled(long ticket) ->
                requireNonNull(unsettled.remove(ticket)).run();
            case AfterCommit.Received(String origin, LaneId lane, var mark) ->
                link(origin).monitor().received(lane, mark);
            case AfterCommit.AppliedTo(String origin, LaneId lane, var mark) ->
                link(origin).monitor().applied(lane, mark);
            case AfterCommit.TurnedAway away ->
                link(away.originRegion())
                        .monitor()
                        .turnedAway(away.lane(), away.linkEpoch(), away.number(), away.contexts());
            case AfterCommit.Changed(var view, var _) ->
                site.around().observer().shown(site, view);
            case AfterCommit.Logged(var row) -> {
                count(row.event());
                links.values().forEach(link -> link.logged(row));
            }
            case AfterCommit.Fenced fenced -> lives.fenced(fenced);
            case AfterCommit.Held(var life) -> lives.held(life);
            case AfterCommit.Needs needs -> lives.needs(needs);
            case AfterCommit.Unloaded _,
                    AfterCommit.Applied _,
                    AfterCommit.Tended _,
                    AfterCommit.Recounted _,
                    AfterCommit.Audited _,
                    AfterCommit.ConflictFound _,
                    AfterCommit.Restated _,
                    AfterCommit.RestatementConfirmed _,
                    AfterCommit.Alarm _ -> {}
            case AfterCommit.Tidied(ContextKey key, var rest) ->
                rest.ifPresent(next -> host(key.shard()).put(next));
        }
    }

    private void count(@Nullable StampedEvent event) {
        String name = event == null ? "" : event.stamp().eventId();
        if (name.startsWith("fold:")) {
            site.around().tally().add(Count.FOLDS, 1);
        } else if (name.startsWith("unfold:")) {
            site.around().tally().add(Count.UNFOLDS, 1);
        } else if (name.startsWith("purge:")) {
            site.around().tally().add(Count.PURGES, 1);
        }
    }

    // ---- its parts --------------------------------------------------------------------------------------------------

    SimulatedClock clock() {
        return clock;
    }

    long linkEpoch() {
        return linkEpoch;
    }

    EnvelopeOpener opener() {
        return opener;
    }

    SitePolicy policy() {
        return policy;
    }

    SiteRepair repair() {
        return repair;
    }

    LaneHost host(int shard) {
        return requireNonNull(hosts.get(shard));
    }

    SiteLink link(String peer) {
        return requireNonNull(links.get(peer));
    }

    /** Whom it hears of its peers. */
    List<PeerStatus> peers() {
        return links.entrySet().stream()
                .map(link -> new PeerStatus(
                        link.getKey(),
                        link.getValue().monitor().state(clock.nowMs(), startedMs),
                        false,
                        0,
                        Map.of(),
                        0,
                        0,
                        0,
                        0))
                .toList();
    }

    private SiteLink link(String peer, long epoch) {
        var outbox = new Outbox(site, peer, sealer, policy.inForce(), () -> new Outbox.Origin(site.id(), epoch));
        return new SiteLink(site, peer, epoch, policy.inForce(), outbox, new LinkRows(store));
    }

    SiteLives lives() {
        return lives;
    }

    Map<Integer, LaneHost> hosts() {
        return hosts;
    }

    /** A link in the place of the one that was: it begins behind what the peer had confirmed. */
    void begin(String peer, long epoch) {
        SiteLink begun = link(peer, epoch);
        hosts.forEach((shard, host) -> {
            for (Tier tier : Tier.values()) {
                open(begun, new LaneId(tier, shard), host.lane().received(peer, tier));
            }
        });
        links.put(peer, begun);
    }

    /** What a site has committed so far. */
    long commits() {
        return store.commits();
    }

    /** The lanes to each peer. */
    Map<String, Collection<DestinationLane>> lanes() {
        var lanes = new TreeMap<String, Collection<DestinationLane>>();
        links.forEach((peer, link) -> lanes.put(peer, link.lanes()));
        return lanes;
    }

    /** Steps whose batches were under way when the process ended. */
    List<LaneOutput> unsettledSteps() {
        return hosts.values().stream()
                .map(LaneHost::underWay)
                .filter(Objects::nonNull)
                .toList();
    }

    boolean isIdle() {
        return hosts.values().stream().allMatch(LaneHost::isIdle)
                && links.values().stream().allMatch(SiteLink::isIdle)
                && policy.isIdle()
                && resolver.isIdle();
    }

    int waitingMax() {
        return hosts.values().stream()
                .mapToInt(host -> host.lane().waiting())
                .max()
                .orElse(0);
    }

    String unfinished() {
        var open = new StringBuilder();
        hosts.forEach((shard, host) ->
                open.append("%d wait in shard %d; ".formatted(host.lane().waiting(), shard)));
        lanes().forEach((peer, lanes) -> lanes.stream()
                .filter(lane -> !lane.isIdle())
                .forEach(lane -> open.append("%s %s: %d queued, %d parked, %d of %d confirmed; "
                        .formatted(
                                peer,
                                lane.lane(),
                                lane.queued(),
                                lane.heldContexts(),
                                lane.confirmedNumber(),
                                lane.lastNumber()))));
        if (!policy.isIdle()) {
            open.append("peers are to be told of another policy; ");
        }
        if (!resolver.isIdle()) {
            open.append("resolvers are asked");
        }
        return open.toString();
    }
}
