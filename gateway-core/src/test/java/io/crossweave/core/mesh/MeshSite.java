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
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.MemoryStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.state.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** One site of the mesh: the production lanes over a store in memory, driven by hand. */
final class MeshSite {
    /** What a site puts on the network. */
    sealed interface Message {
        String from();

        String to();

        record Envelope(String from, String to, LaneInput.Arrived arrived) implements Message {}

        record Beat(String from, String to, Heartbeat heartbeat) implements Message {}
    }

    final SiteId id;
    final MeshPolicy policy;
    private final Map<String, ContextType> types;
    private final SortedSet<String> peers;
    /** The shards of the contexts in play: their lanes run from the start, whether anything comes or not. */
    private final SortedSet<Integer> shards;

    private final MemoryStore store = new MemoryStore();
    private final Map<Integer, ContextLane> lanes = new TreeMap<>();
    private final Map<String, Map<LaneId, DestinationLane>> links = new TreeMap<>();
    private final Map<String, PeerMonitor> monitors = new TreeMap<>();
    private final List<Message> outgoing = new ArrayList<>();
    private final List<LaneInput.Share> shares = new ArrayList<>();
    private final Map<ContextKey, ContextView> views = new TreeMap<>();
    private final Map<Long, PublishOutcome> answers = new TreeMap<>();
    /** Every view that was shown, in order: what watchers saw. */
    final List<ContextView> shown = new ArrayList<>();

    private long linkEpoch;
    private long tickets;

    MeshSite(SiteId id, SortedSet<String> peers, SortedSet<Integer> shards, MeshPolicy policy) {
        this.id = id;
        this.peers = peers;
        this.shards = shards;
        this.types = MeshWorld.TYPES;
        this.policy = policy;
        start();
    }

    /** Forgets everything that is not in the store. */
    void crash() {
        start();
    }

    private void start() {
        linkEpoch++;
        lanes.clear();
        links.clear();
        monitors.clear();
        outgoing.clear();
        shares.clear();
        views.clear();
        for (String peer : peers) {
            links.put(peer, new TreeMap<>());
            monitors.put(peer, new PeerMonitor(peer, linkEpoch));
        }
        shards.forEach(this::lane);
    }

    private ContextLane lane(int shard) {
        return lanes.computeIfAbsent(shard, absent -> {
            var settings = new LaneSettings(id, peers, types, policy);
            var lane = new ContextLane(settings, shard, new ContextRows(store));
            for (String peer : peers) {
                for (Tier tier : Tier.values()) {
                    var mark = lane.received(peer, tier);
                    if (mark.linkEpoch() > 0) {
                        monitor(peer).received(new LaneId(tier, shard), mark);
                    }
                    destinationLane(peer, new LaneId(tier, shard));
                }
            }
            return lane;
        });
    }

    private PeerMonitor monitor(String peer) {
        return requireNonNull(monitors.get(peer));
    }

    private DestinationLane destinationLane(String peer, LaneId lane) {
        return requireNonNull(links.get(peer))
                .computeIfAbsent(lane, absent -> new DestinationLane(peer, lane, new LinkRows(store), policy));
    }

    // ---- driving
    // ---------------------------------------------------------------------------------------------------------

    PublishOutcome publish(ContextEvent change, long nowMs) {
        long ticket = ++tickets;
        step(change.key().shard(), new LaneInput.Publish(ticket, change, Precondition.NONE), nowMs);
        return requireNonNull(answers.remove(ticket));
    }

    void receive(Message message, long nowMs) {
        switch (message) {
            case Message.Envelope(String from, String to, LaneInput.Arrived arrived) ->
                step(arrived.items().getFirst().key().shard(), arrived, nowMs);
            case Message.Beat(String from, String to, Heartbeat beat) -> {
                PeerMonitor monitor = monitor(from);
                if (monitor.heard(beat, nowMs) && monitor.reportsOn(beat)) {
                    for (Heartbeat.ReceivedLane lane : beat.received()) {
                        carryOut(from, destinationLane(from, lane.lane()).confirmed(lane.cumulative()));
                        carryOut(from, destinationLane(from, lane.lane()).resend(lane.missing()));
                    }
                }
            }
        }
    }

    void tick(long nowMs) {
        List.copyOf(lanes.keySet()).forEach(shard -> step(shard, new LaneInput.Tick(), nowMs));
        links.forEach((peer, byLane) -> List.copyOf(byLane.values()).forEach(lane -> carryOut(peer, lane.tick(nowMs))));
        List<LaneInput.Share> due = List.copyOf(shares);
        shares.clear();
        due.forEach(share -> step(share.key().shard(), share, nowMs));
    }

    void pump(long nowMs) {
        links.forEach((peer, byLane) -> List.copyOf(byLane.values()).forEach(lane -> {
            List<LinkEffect> effects = lane.pump(nowMs);
            while (!effects.isEmpty()) {
                carryOut(peer, effects);
                effects = lane.pump(nowMs);
            }
        }));
    }

    void beat(long nowMs) {
        monitors.forEach((peer, monitor) -> {
            var sent = new ArrayList<Heartbeat.SentLane>();
            requireNonNull(links.get(peer)).values().forEach(lane -> {
                if (lane.lastNumber() > 0) {
                    sent.add(new Heartbeat.SentLane(lane.lane(), lane.lastNumber(), lane.watermark(nowMs)));
                }
            });
            outgoing.add(new Message.Beat(id.region(), peer, monitor.beat(nowMs, sent, List.of())));
        });
    }

    List<Message> takeOutgoing() {
        var taken = List.copyOf(outgoing);
        outgoing.clear();
        return taken;
    }

    private void step(int shard, LaneInput input, long nowMs) {
        LaneOutput output = lane(shard).step(List.of(input), nowMs);
        store.commit(output.batch(), outcome -> {});
        output.after().forEach(this::follow);
    }

    private void follow(AfterCommit follows) {
        switch (follows) {
            case AfterCommit.Reply(long ticket, var outcome) -> answers.put(ticket, outcome);
            case AfterCommit.Received(String origin, LaneId lane, var mark) ->
                monitor(origin).received(lane, mark);
            case AfterCommit.Changed(ContextView view) -> {
                views.put(view.key(), view);
                shown.add(view);
            }
            case AfterCommit.Logged(var row) ->
                peers.forEach(peer -> destinationLane(peer, row.lane()).logged(row));
            case AfterCommit.Viewed viewed -> {}
            case AfterCommit.Unloaded unloaded -> {}
            case AfterCommit.Settled settled -> {}
            case AfterCommit.Applied applied -> {}
            case AfterCommit.Alarm alarm -> {}
        }
    }

    private void carryOut(String peer, List<LinkEffect> effects) {
        for (LinkEffect effect : effects) {
            switch (effect) {
                case LinkEffect.Send(LaneId lane, long number, var items) ->
                    outgoing.add(new Message.Envelope(
                            id.region(),
                            peer,
                            new LaneInput.Arrived(++tickets, id, lane.tier(), linkEpoch, number, items)));
                case LinkEffect.RequestShare(ContextKey key) -> shares.add(new LaneInput.Share(key, peer));
                case LinkEffect.SaveConfirmed(LaneId lane, long position) -> {
                    var batch = new WriteBatch();
                    new LinkRows(store).putConfirmed(batch, peer, lane, position);
                    store.commit(batch, outcome -> {});
                }
                case LinkEffect.Alarm alarm -> {}
            }
        }
    }

    // ---- looking
    // ---------------------------------------------------------------------------------------------------------

    /** The context as a fresh lane reads it from the store. */
    Optional<ContextView> stored(ContextKey key) {
        ContextType type = requireNonNull(types.get(key.type()));
        return Optional.ofNullable(new ContextRows(store).load(key, type).view());
    }

    /** The live entries of a context at a path, as stored. */
    List<Entry> liveAt(ContextKey key, String path) {
        ContextType type = requireNonNull(types.get(key.type()));
        return new ContextRows(store)
                .load(key, type).live().values().stream()
                        .filter(entry -> entry.path().toString().equals(path))
                        .toList();
    }

    MemoryStore store() {
        return store;
    }

    boolean isQuiet() {
        return outgoing.isEmpty() && shares.isEmpty();
    }
}
