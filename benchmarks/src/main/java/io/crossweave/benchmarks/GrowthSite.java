package io.crossweave.benchmarks;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.ContextLane;
import io.crossweave.core.context.Horizon;
import io.crossweave.core.context.LaneInput;
import io.crossweave.core.context.LaneOutput;
import io.crossweave.core.context.LaneSettings;
import io.crossweave.core.event.ContextEvent;
import io.crossweave.core.gateway.Precondition;
import io.crossweave.core.gateway.PublishOutcome;
import io.crossweave.core.link.CatchUpPace;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.LinkEffect;
import io.crossweave.core.link.SendRoom;
import io.crossweave.core.link.StableLog;
import io.crossweave.core.link.WindowBounds;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ReceivedMark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A site of {@link Growth}: one shard's lane, the lanes to its peers, and a store; what it sends is handed to the peer at once. */
final class GrowthSite {
    private final SiteId id;
    private final ContextKey key;
    private final LaneId lane;
    private final HeapStore store = new HeapStore();
    private final ContextLane contexts;
    private final Map<String, DestinationLane> links = new TreeMap<>();
    private long nowMs = TwoSites.NOW_MS;
    private long tickets;

    GrowthSite(String region, Set<String> regions, ContextType type, ContextKey key, ReleasePolicy policy) {
        this.id = new SiteId(region, 7);
        this.key = key;
        this.lane = new LaneId(type.tier(), key.shard());
        var peers = new TreeSet<>(regions);
        peers.remove(region);
        var settings = new LaneSettings(id, peers, Map.of(type.name(), type), policy);
        this.contexts = new ContextLane(settings, key.shard(), new ContextRows(store));
        for (String peer : peers) {
            var room = new SendRoom(WindowBounds.DEFAULT, new CatchUpPace(), Integer.MAX_VALUE);
            links.put(peer, new DestinationLane(peer, lane, new LinkRows(store), policy, room));
        }
    }

    String region() {
        return id.region();
    }

    HeapStore store() {
        return store;
    }

    void publish(ContextEvent change) {
        LaneOutput output = step(new LaneInput.Publish(++tickets, change, Precondition.NONE));
        boolean published = output.after().stream()
                .anyMatch(follows -> follows instanceof AfterCommit.Reply(long ticket, var outcome)
                        && outcome instanceof PublishOutcome.Published);
        if (!published) {
            throw new IllegalStateException("an update was not taken");
        }
    }

    private LaneOutput step(LaneInput input) {
        LaneOutput output = contexts.step(List.of(input), ++nowMs);
        store.commit(output.batch(), outcome -> {});
        for (AfterCommit follows : output.after()) {
            if (follows instanceof AfterCommit.Logged(var row)) {
                links.values().forEach(link -> link.logged(row));
            }
        }
        return output;
    }

    /** Sends what is committed to a peer, and takes its answer. */
    void sendTo(GrowthSite peer) {
        DestinationLane link = link(peer.region());
        var effects = link.pump(nowMs);
        while (!effects.isEmpty()) {
            for (LinkEffect effect : effects) {
                if (effect instanceof LinkEffect.Send send) {
                    peer.take(this, send);
                }
            }
            nowMs++;
            effects = link.pump(nowMs);
        }
        ReceivedMark mark = peer.contexts.received(region(), lane.tier());
        save(peer.region(), link.confirmed(mark.cumulative()));
        if (peer.contexts.waiting() == 0) {
            link.applied(mark.cumulative());
        }
        save(peer.region(), link.tick(nowMs));
    }

    private void take(GrowthSite origin, LinkEffect.Send send) {
        nowMs = Math.max(nowMs, origin.nowMs);
        step(new LaneInput.Arrived(++tickets, origin.id, lane.tier(), 1, send.number(), send.items()));
    }

    private void save(String peer, List<LinkEffect> effects) {
        for (LinkEffect effect : effects) {
            if (effect instanceof LinkEffect.SaveConfirmed(LaneId saved, long position)) {
                var batch = new WriteBatch();
                new LinkRows(store).putConfirmed(batch, peer, saved, position);
                store.commit(batch, outcome -> {});
            }
        }
    }

    private DestinationLane link(String region) {
        DestinationLane link = links.get(region);
        if (link == null) {
            throw new IllegalStateException("no link to " + region);
        }
        return link;
    }

    /** Trims the log and tidies the history, as far as both may go. */
    void tidy() {
        var applied = new TreeMap<String, Long>();
        links.forEach((region, link) -> applied.put(region, link.appliedPosition()));
        var log = new StableLog(new LinkRows(store));
        long position = log.trimmable(lane, applied);
        while (position > 0) {
            step(new LaneInput.Trim(lane.tier(), position));
            position = log.trimmable(lane, applied);
        }
        // All that any site committed is here.
        var horizon = new Horizon(nowMs + 1, nowMs);
        Optional<LaneInput.Tidy> next = Optional.of(new LaneInput.Tidy(key, Long.MAX_VALUE, horizon));
        while (next.isPresent()) {
            next = step(next.get()).after().stream()
                    .filter(AfterCommit.Tidied.class::isInstance)
                    .flatMap(follows -> ((AfterCommit.Tidied) follows).rest().stream())
                    .findFirst();
        }
    }
}
