package io.crossweave.simulator.site;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.repair.LocalCheck;
import io.crossweave.core.repair.PeerRepair;
import io.crossweave.core.repair.RepairEffect;
import io.crossweave.core.repair.RepairSettings;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.WriteBatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A site's search for silent differences, as a running site's thread carries it on. */
final class SiteRepair {
    private static final long TICK_MS = 500;

    private final Site site;
    private final LocalCheck localCheck;
    private final Map<String, PeerRepair> peers = new TreeMap<>();
    private final Map<String, RepairOutcome> outcomes = new TreeMap<>();
    private int asked;

    SiteRepair(Site site, ContextStore store, ReleasePolicy policy, long nowMs) {
        this.site = site;
        SiteSettings settings = site.settings();
        var repair = new RepairSettings(site.id(), policy, SetHashKey.PUBLIC, settings.repairEveryMs());
        this.localCheck = new LocalCheck(repair, store, nowMs + settings.repairEveryMs());
        settings.peers()
                .forEach(
                        peer -> peers.put(peer, new PeerRepair(repair, peer, store, nowMs + settings.repairEveryMs())));
    }

    void begin() {
        site.repeat(TICK_MS, this::tick);
    }

    private void tick() {
        long nowMs = site.nowMs();
        LocalCheck.Suspects suspects = localCheck.tick(nowMs);
        for (ContextKey key : suspects.contexts()) {
            site.tell(() -> "counts again " + key);
            site.running().host(key.shard()).put(new LaneInput.Recount(key));
        }
        for (LocalCheck.AreaSum sum : suspects.areas()) {
            site.tell(() -> "sums up again " + sum);
            site.running().host(sum.area().shard()).put(new LaneInput.Resum(sum.site(), sum.area()));
        }
        if (asked == 0 || !localCheck.isDue(nowMs)) {
            peers.forEach((peer, repair) -> carryOut(peer, repair.tick(nowMs)));
        }
    }

    void heard(String peer, RepairMessage message) {
        PeerRepair repair = peers.get(peer);
        if (repair != null) {
            carryOut(peer, repair.heard(message, site.nowMs()));
        }
    }

    private void carryOut(String peer, List<RepairEffect> effects) {
        for (RepairEffect effect : effects) {
            site.around().faults().perhapsCrash();
            switch (effect) {
                case RepairEffect.Send(RepairMessage message) -> {
                    site.tell(() -> "says to " + peer + " " + message);
                    site.running().link(peer).send(message);
                }
                case RepairEffect.Store(WriteBatch batch) -> site.commit(batch, () -> {});
                case RepairEffect.Restate(ContextKey key, long epoch) -> {
                    site.tell(() -> "restates " + key + " to " + peer);
                    site.running().host(key.shard()).put(new LaneInput.Restate(key, peer, epoch));
                }
                case RepairEffect.Ended(RepairOutcome outcome) -> {
                    site.tell(() -> "has compared: " + outcome);
                    outcomes.put(peer, outcome);
                    asked = Math.max(0, asked - 1);
                }
            }
        }
    }

    /** Looks through the store now, then compares with all peers. */
    void start() {
        asked = peers.size();
        outcomes.clear();
        localCheck.checkNow();
        peers.values().forEach(PeerRepair::compareNow);
    }

    boolean isUnderWay() {
        return asked > 0 || localCheck.isDue(site.nowMs());
    }

    /** What the comparisons came to that were asked for last. */
    Map<String, RepairOutcome> outcomes() {
        return outcomes;
    }
}
