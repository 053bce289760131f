package io.crossweave.core.projection;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.HeardBeat;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.LinkEffect;
import io.crossweave.core.link.PeerMonitor;
import io.crossweave.core.link.PolicyInForce;
import io.crossweave.core.link.PolicySweep;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.repair.RepairSettings;
import io.crossweave.core.repair.StoreComparison;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.stored.SweepMark;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** One site with one shard: its context lane, a lane to each peer, and the policy that it follows. */
final class PolicySite {
    /** What is under way to a site. */
    sealed interface Message {
        String to();

        record Envelope(String from, String to, LaneInput.Arrived arrived) implements Message {}

        record Beat(String from, String to, Heartbeat beat) implements Message {}
    }

    /** What a peer runs into from here. */
    private static final class Link {
        private final PeerMonitor monitor;
        private final DestinationLane lane;
        private HeardBeat actedOn = HeardBeat.NONE;

        Link(PeerMonitor monitor, DestinationLane lane) {
            this.monitor = monitor;
            this.lane = lane;
        }
    }

    final SiteId id;
    DrawnPolicy drawn;
    final List<Message> outgoing = new ArrayList<>();
    final List<AfterCommit.RestatementConfirmed> confirmed = new ArrayList<>();
    private final SortedSet<String> peers;
    private final InboxBounds inbox;
    private final LaneId laneId =
            new LaneId(Changes.NOTE.tier(), PolicyWorld.KEYS.getFirst().shard());
    private MemoryStore store = new MemoryStore();
    private PolicyInForce policy;
    private ContextLane lane;
    private final Map<String, Link> links = new TreeMap<>();
    private final List<LaneInput> due = new ArrayList<>();
    private long linkEpoch;
    private long tickets;

    PolicySite(SiteId id, SortedSet<String> peers, InboxBounds inbox, DrawnPolicy drawn) {
        this.id = id;
        this.peers = peers;
        this.inbox = inbox;
        this.drawn = drawn;
        var rows = new PolicyRows(store);
        this.policy = new PolicyInForce(drawn, null);
        var batch = new WriteBatch();
        rows.putPolicy(batch, policy.mark());
        peers.forEach(peer -> rows.putTold(batch, peer, SweepMark.told(policy.version())));
        commit(batch);
        this.lane = start();
    }

    void restart() {
        store = store.crashed();
        policy = new PolicyInForce(drawn, new PolicyRows(store).policy());
        // Noted before anything leaves under its number.
        var batch = new WriteBatch();
        new PolicyRows(store).putPolicy(batch, policy.mark());
        commit(batch);
        lane = start();
    }

    private ContextLane start() {
        linkEpoch++;
        links.clear();
        outgoing.clear();
        due.clear();
        var settings = new LaneSettings(id, peers, Map.of("note", Changes.NOTE), policy, inbox);
        var started = new ContextLane(settings, laneId.shard(), new ContextRows(store));
        for (String peer : peers) {
            var monitor = new PeerMonitor(peer, linkEpoch);
            var mark = started.received(peer, laneId.tier());
            if (mark.linkEpoch() > 0) {
                monitor.received(laneId, mark);
            }
            links.put(peer, new Link(monitor, new DestinationLane(peer, laneId, new LinkRows(store), policy)));
        }
        return started;
    }

    /** Follows another policy, of which the store is told first; where it crashes in between, the file is read again at the start. */
    void follow(DrawnPolicy next, boolean crashes) {
        PolicyMark mark = policy.markOf(next);
        drawn = next;
        if (crashes) {
            restart();
            return;
        }
        var batch = new WriteBatch();
        new PolicyRows(store).putPolicy(batch, mark);
        commit(batch);
        policy.follow(next, mark);
    }

    /** One part of the look through all contexts for a peer. */
    boolean sweep(String peer, long nowMs, boolean crashes) {
        var rows = new PolicyRows(store);
        var part = new PolicySweep(id, peer, policy, rows, new LinkRows(store)).next(1);
        if (part.isEmpty()) {
            return false;
        }
        for (PolicySweep.Concern concern : part.get().concerns()) {
            step(
                    List.of(
                            switch (concern) {
                                case PolicySweep.Concern.Restate(ContextKey key) ->
                                    new LaneInput.Restate(
                                            key, peer, part.get().mark().sweepEpoch());
                                case PolicySweep.Concern.Rejoin(ContextKey key) ->
                                    new LaneInput.Rejoin(
                                            key, peer, part.get().mark().sweepEpoch());
                                case PolicySweep.Concern.Share(ContextKey key) -> new LaneInput.Share(key, peer);
                            }),
                    nowMs);
        }
        if (crashes) {
            restart();
            return true;
        }
        var batch = new WriteBatch();
        rows.putTold(batch, peer, part.get().mark());
        commit(batch);
        return true;
    }

    long projectionEpoch() {
        return policy.version();
    }

    void publish(ContextEvent change, long nowMs) {
        step(List.of(new LaneInput.Publish(++tickets, change, Precondition.NONE)), nowMs);
    }

    void take(List<Message> messages, long nowMs) {
        var arrived = new ArrayList<LaneInput>();
        for (Message message : messages) {
            switch (message) {
                case Message.Envelope envelope -> arrived.add(envelope.arrived());
                case Message.Beat(String from, String _, Heartbeat beat) -> hear(from, beat, nowMs);
            }
        }
        if (!arrived.isEmpty()) {
            step(arrived, nowMs);
        }
    }

    private void hear(String from, Heartbeat beat, long nowMs) {
        Link link = link(from);
        if (link.monitor.heard(beat, nowMs) && link.monitor.reportsOn(beat)) {
            beat.received().forEach(report -> carryOut(from, link.lane.confirmed(report.cumulative())));
            link.actedOn = HeardBeat.of(beat);
            beat.turnedAway()
                    .forEach(away -> carryOut(from, link.lane.turnedAway(away.number(), away.contexts(), nowMs)));
            beat.received().forEach(report -> carryOut(from, link.lane.resend(report.missing())));
        }
    }

    private Link link(String peer) {
        return requireNonNull(links.get(peer));
    }

    void pump(long nowMs) {
        links.forEach((peer, link) -> {
            List<LinkEffect> effects = link.lane.pump(nowMs);
            while (!effects.isEmpty()) {
                carryOut(peer, effects);
                effects = link.lane.pump(nowMs);
            }
        });
    }

    void tick(long nowMs) {
        step(List.of(new LaneInput.Tick()), nowMs);
        links.forEach((peer, link) -> carryOut(peer, link.lane.tick(nowMs)));
        List<LaneInput> asked = List.copyOf(due);
        due.clear();
        asked.forEach(input -> step(List.of(input), nowMs));
    }

    void beat(long nowMs) {
        links.forEach((peer, link) -> {
            var sent = new Heartbeat.SentLane(laneId, link.lane.lastNumber(), link.lane.watermark(nowMs - 1));
            outgoing.add(new Message.Beat(
                    id.region(), peer, link.monitor.beat(nowMs, List.of(sent), List.of(), link.actedOn)));
        });
    }

    private void carryOut(String peer, List<LinkEffect> effects) {
        for (LinkEffect effect : effects) {
            switch (effect) {
                case LinkEffect.Send(LaneId of, long number, var items, long epoch) ->
                    outgoing.add(new Message.Envelope(
                            id.region(),
                            peer,
                            new LaneInput.Arrived(++tickets, id, of.tier(), linkEpoch, number, items, epoch)));
                case LinkEffect.RequestShare(ContextKey key) -> due.add(new LaneInput.Share(key, peer));
                case LinkEffect.SaveConfirmed(LaneId of, long position) -> {
                    var batch = new WriteBatch();
                    new LinkRows(store).putConfirmed(batch, peer, of, position);
                    commit(batch);
                }
                case LinkEffect.Alarm _ -> {}
            }
        }
    }

    private void step(List<LaneInput> inputs, long nowMs) {
        LaneOutput output = lane.step(inputs, nowMs);
        commit(output.batch());
        for (AfterCommit follows : output.after()) {
            switch (follows) {
                case AfterCommit.Logged(var row) -> links.values().forEach(link -> link.lane.logged(row));
                case AfterCommit.Received(String origin, LaneId of, var mark) ->
                    link(origin).monitor.received(of, mark);
                case AfterCommit.TurnedAway away ->
                    link(away.originRegion())
                            .monitor
                            .turnedAway(away.lane(), away.linkEpoch(), away.number(), away.contexts());
                case AfterCommit.RestatementConfirmed confirmation -> confirmed.add(confirmation);
                default -> {}
            }
        }
    }

    private void commit(WriteBatch batch) {
        store.commit(batch, outcome -> {});
    }

    /** What it expects its peers to hold, by the policy of now. */
    StoreComparison.Side compared() {
        return new StoreComparison.Side(new RepairSettings(id, policy, SetHashKey.PUBLIC, 1_000), store);
    }

    MemoryStore store() {
        return store;
    }

    ContextState stored(ContextKey key) {
        return new ContextRows(store).load(key, Changes.NOTE);
    }

    boolean isIdle() {
        return outgoing.isEmpty()
                && due.isEmpty()
                && lane.waiting() == 0
                && links.values().stream().allMatch(link -> link.lane.isIdle());
    }

    /** All that is stored, to search in. */
    String bytes() {
        var bytes = new StringBuilder();
        store.scan(new byte[0], new byte[] {(byte) 0xFF, (byte) 0xFF}, (key, value) -> {
            bytes.append(new String(value, StandardCharsets.ISO_8859_1)).append('\n');
            return true;
        });
        return bytes.toString();
    }
}
