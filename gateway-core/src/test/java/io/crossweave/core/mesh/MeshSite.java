package io.crossweave.core.mesh;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.LinkEffect;
import io.crossweave.core.link.PeerMonitor;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.state.ContextState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** One site of the mesh: the production lanes over a store in memory, driven by hand. */
final class MeshSite {
    final SiteId id;
    final MeshPolicy policy;
    private final SortedSet<String> peers;
    private final MeshFaults faults;
    private final MeshBook book;
    private MemoryStore store = new MemoryStore();
    private final Map<Integer, ContextLane> lanes = new TreeMap<>();
    private final Map<String, MeshLink> links = new TreeMap<>();
    private final List<MeshMessage> outgoing = new ArrayList<>();
    private final List<LaneInput.Share> shares = new ArrayList<>();
    private final Map<Long, PublishOutcome> answers = new TreeMap<>();
    private Optional<ContextView> viewed = Optional.empty();
    private long linkEpoch;
    private long tickets;
    private long clockMs;

    MeshSite(SiteId id, SortedSet<String> peers, MeshPolicy policy, MeshFaults faults, MeshBook book) {
        this.id = id;
        this.peers = peers;
        this.policy = policy;
        this.faults = faults;
        this.book = book;
        start();
    }

    /** Forgets everything that is not in the store, and begins a new link epoch. */
    void restart() {
        MeshTrace.tell(this, "starts again");
        store = store.crashed();
        start();
    }

    private void start() {
        linkEpoch++;
        lanes.clear();
        links.clear();
        outgoing.clear();
        shares.clear();
        for (String peer : peers) {
            links.put(peer, new MeshLink(peer, linkEpoch));
        }
        MeshWorld.SHARDS.forEach(this::open);
    }

    private void open(int shard) {
        var settings = new LaneSettings(id, peers, MeshWorld.TYPES, policy, faults.inbox());
        var lane = new ContextLane(settings, shard, new ContextRows(store));
        lanes.put(shard, lane);
        for (String peer : peers) {
            for (Tier tier : Tier.values()) {
                var laneId = new LaneId(tier, shard);
                var mark = lane.received(peer, tier);
                if (mark.linkEpoch() > 0) {
                    monitor(peer).received(laneId, mark);
                }
                link(peer).add(new DestinationLane(peer, laneId, new LinkRows(store), policy, faults.window()));
            }
        }
    }

    private MeshLink link(String peer) {
        return requireNonNull(links.get(peer));
    }

    private PeerMonitor monitor(String peer) {
        return link(peer).monitor();
    }

    private DestinationLane destinationLane(String peer, LaneId lane) {
        return link(peer).lane(lane);
    }

    /** The site clock: it never goes back. */
    private long now(long worldMs) {
        clockMs = Math.max(clockMs, worldMs + faults.skewMs(id.region()));
        return clockMs;
    }

    /** Publishes changes of one shard in one step; answers in their order. */
    List<PublishOutcome> publish(List<ContextEvent> changes, long worldMs) {
        var inputs = new ArrayList<LaneInput>();
        for (ContextEvent change : changes) {
            inputs.add(new LaneInput.Publish(++tickets, change, Precondition.NONE));
        }
        answers.clear();
        step(changes.getFirst().key().shard(), inputs, worldMs);
        return List.copyOf(answers.values());
    }

    /** Takes messages; envelopes of one shard in one step. */
    void receive(List<MeshMessage> messages, long worldMs) {
        var arrived = new TreeMap<Integer, List<LaneInput>>();
        for (MeshMessage message : messages) {
            MeshTrace.takes(this, message);
            switch (message) {
                case MeshMessage.Envelope envelope ->
                    arrived.computeIfAbsent(envelope.shard(), absent -> new ArrayList<>())
                            .add(envelope.arrived());
                case MeshMessage.Beat(String from, String _, Heartbeat beat) -> hear(from, beat, worldMs);
            }
        }
        arrived.forEach((shard, inputs) -> step(shard, inputs, worldMs));
        book.checkWatermarks(this);
    }

    private void hear(String from, Heartbeat beat, long worldMs) {
        PeerMonitor monitor = monitor(from);
        if (monitor.heard(beat, now(worldMs)) && monitor.reportsOn(beat)) {
            for (Heartbeat.ReceivedLane lane : beat.received()) {
                carryOut(from, destinationLane(from, lane.lane()).confirmed(lane.cumulative()), worldMs);
            }
            link(from).actedOn(beat);
            for (Heartbeat.TurnedAway away : beat.turnedAway()) {
                DestinationLane outward = destinationLane(from, away.lane());
                carryOut(from, outward.turnedAway(away.number(), away.contexts(), now(worldMs)), worldMs);
            }
            for (Heartbeat.ReceivedLane lane : beat.received()) {
                carryOut(from, destinationLane(from, lane.lane()).resend(lane.missing()), worldMs);
            }
        }
    }

    void tick(long worldMs) {
        MeshWorld.SHARDS.forEach(shard -> step(shard, List.of(new LaneInput.Tick()), worldMs));
        links.forEach((peer, link) -> link.lanes().forEach(lane -> carryOut(peer, lane.tick(now(worldMs)), worldMs)));
        List<LaneInput.Share> due = List.copyOf(shares);
        shares.clear();
        due.forEach(share -> step(share.key().shard(), List.of(share), worldMs));
    }

    void pump(long worldMs) {
        links.forEach((peer, link) -> link.lanes().forEach(lane -> {
            List<LinkEffect> effects = lane.pump(now(worldMs));
            while (!effects.isEmpty()) {
                carryOut(peer, effects, worldMs);
                effects = lane.pump(now(worldMs));
            }
        }));
    }

    void beat(long worldMs) {
        long nowMs = now(worldMs);
        links.forEach((peer, link) -> outgoing.add(new MeshMessage.Beat(id.region(), peer, link.beat(nowMs))));
    }

    List<MeshMessage> takeOutgoing() {
        var taken = List.copyOf(outgoing);
        taken.forEach(message -> MeshTrace.sends(this, message));
        outgoing.clear();
        return taken;
    }

    private void step(int shard, List<LaneInput> inputs, long worldMs) {
        LaneOutput output = requireNonNull(lanes.get(shard)).step(inputs, now(worldMs));
        MeshTrace.steps(this, output);
        List<MeshBook.Stamping> stampings = book.about(this, output);
        try {
            commit(output.batch());
        } finally {
            // A commit of unknown outcome may have been made.
            stampings.forEach(book::stampedIfStored);
        }
        for (AfterCommit follows : output.after()) {
            faults.perhapsCrash();
            follow(follows);
        }
    }

    private void commit(WriteBatch batch) {
        faults.beforeCommit(store);
        store.commit(batch, outcome -> {
            if (outcome instanceof CommitOutcome.Unknown) {
                throw new MeshFaults.Crash();
            }
        });
    }

    private void follow(AfterCommit follows) {
        switch (follows) {
            case AfterCommit.Reply(long ticket, var outcome) -> answers.put(ticket, outcome);
            case AfterCommit.Received(String origin, LaneId lane, var mark) ->
                monitor(origin).received(lane, mark);
            case AfterCommit.TurnedAway away ->
                monitor(away.originRegion()).turnedAway(away.lane(), away.linkEpoch(), away.number(), away.contexts());
            case AfterCommit.Changed(var view) -> book.shown(this, view, clockMs);
            case AfterCommit.Logged(var row) -> {
                for (String peer : peers) {
                    if (faults.losesHandOver()) {
                        destinationLane(peer, row.lane()).loggedTo(row.position());
                    } else {
                        destinationLane(peer, row.lane()).logged(row);
                    }
                }
            }
            case AfterCommit.Viewed(long _, var view) -> viewed = view;
            case AfterCommit.Unloaded _,
                    AfterCommit.Settled _,
                    AfterCommit.Applied _,
                    AfterCommit.Audited _,
                    AfterCommit.Alarm _ -> {}
        }
    }

    private void carryOut(String peer, List<LinkEffect> effects, long worldMs) {
        for (LinkEffect effect : effects) {
            switch (effect) {
                case LinkEffect.Send(LaneId lane, long number, var items) -> {
                    if (faults.failsSend()) {
                        destinationLane(peer, lane).sendFailed(number, now(worldMs) + 500);
                    } else {
                        var arrived = new LaneInput.Arrived(++tickets, id, lane.tier(), linkEpoch, number, items);
                        outgoing.add(new MeshMessage.Envelope(id.region(), peer, lane.shard(), arrived));
                    }
                }
                case LinkEffect.RequestShare(ContextKey key) -> shares.add(new LaneInput.Share(key, peer));
                case LinkEffect.SaveConfirmed(LaneId lane, long position) -> {
                    var batch = new WriteBatch();
                    new LinkRows(store).putConfirmed(batch, peer, lane, position);
                    commit(batch);
                }
                case LinkEffect.Alarm _ -> {}
            }
        }
    }

    /** The context as a fresh lane reads it from the store. */
    ContextState stored(ContextKey key) {
        return rows().context(key);
    }

    MeshRows rows() {
        return new MeshRows(store);
    }

    /** The context as its lane has it in memory. */
    Optional<ContextView> read(ContextKey key) {
        viewed = Optional.empty();
        step(key.shard(), List.of(new LaneInput.Read(++tickets, key)), 0);
        return viewed;
    }

    /** Up to when everything that a peer committed for a lane is here, as this site would say. */
    Map<LaneId, Hlc> watermarks(String peer) {
        return monitor(peer).appliedWatermarks();
    }

    /** Whether nothing waits, and everything that was sent is confirmed: now, and for whoever starts from the store. */
    boolean isIdle() {
        return outgoing.isEmpty()
                && shares.isEmpty()
                && lanes.values().stream().allMatch(lane -> lane.waiting() == 0)
                && links.values().stream()
                        .flatMap(link -> link.lanes().stream())
                        .allMatch(DestinationLane::isIdle);
    }

    /** Log records that a restart would look at again. */
    long unconfirmedRecords() {
        return links.entrySet().stream()
                .flatMap(link ->
                        link.getValue().lanes().stream().map(lane -> rows().unconfirmed(link.getKey(), lane.lane())))
                .mapToLong(Long::longValue)
                .sum();
    }
}
