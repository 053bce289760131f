package io.crossweave.simulator.site;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.link.PolicyInForce;
import io.crossweave.core.link.PolicySweep;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.PolicyMark;
import io.crossweave.core.stored.SweepMark;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The policy that a site follows, and its look through all contexts after a change, as a running site's thread carries it on. */
final class SitePolicy {
    private static final int CONTEXTS_OF_A_PART = 3;
    private static final long PAUSE_MS_MAX = 40;

    private final Site site;
    private final PolicyRows rows;
    private final LinkRows linkRows;
    private final PolicyInForce inForce;
    private final Set<String> sweeping = new TreeSet<>();

    SitePolicy(Site site, ContextStore store, ReleasePolicy configured) {
        this.site = site;
        this.rows = new PolicyRows(store);
        this.linkRows = new LinkRows(store);
        PolicyMark stored = rows.policy();
        this.inForce = new PolicyInForce(configured, stored);
        var batch = new WriteBatch();
        rows.putPolicy(batch, inForce.mark());
        if (stored == null) {
            site.settings().peers().forEach(peer -> rows.putTold(batch, peer, SweepMark.told(inForce.version())));
        }
        site.commit(batch, () -> {});
    }

    PolicyInForce inForce() {
        return inForce;
    }

    /** Goes on where the process before this one stopped. */
    void begin() {
        site.settings().peers().forEach(this::sweep);
    }

    /** The files have changed: what they say is noted durably, then it is in force. */
    void follow(ReleasePolicy next) {
        PolicyMark mark = inForce.markOf(next);
        if (mark.projectionEpoch() == inForce.version()) {
            return;
        }
        site.tell(() -> "follows another policy");
        var batch = new WriteBatch();
        rows.putPolicy(batch, mark);
        site.commit(batch, () -> {
            inForce.follow(next, mark);
            site.settings().peers().forEach(this::sweep);
        });
    }

    private void sweep(String destination) {
        if (sweeping.add(destination)) {
            site.after(1 + site.around().faults().pauseMs(PAUSE_MS_MAX), () -> look(destination));
        }
    }

    private void look(String destination) {
        Optional<PolicySweep.Part> next =
                new PolicySweep(site.id(), destination, inForce, rows, linkRows).next(CONTEXTS_OF_A_PART);
        if (next.isEmpty()) {
            sweeping.remove(destination);
            return;
        }
        PolicySweep.Part part = next.get();
        long epoch = part.mark().sweepEpoch();
        var waiting = new TreeSet<Integer>();
        for (PolicySweep.Concern concern : part.concerns()) {
            ContextKey key = concern.key();
            site.tell(() -> destination + " is concerned: " + concern);
            waiting.add(key.shard());
            site.running()
                    .host(key.shard())
                    .put(
                            switch (concern) {
                                case PolicySweep.Concern.Restate _ -> new LaneInput.Restate(key, destination, epoch);
                                case PolicySweep.Concern.Rejoin _ -> new LaneInput.Rejoin(key, destination, epoch);
                                case PolicySweep.Concern.Share _ -> new LaneInput.Share(key, destination);
                            });
        }
        if (waiting.isEmpty()) {
            told(destination, part.mark());
        }
        Set.copyOf(waiting).forEach(shard -> {
            ContextKey any = part.concerns().stream()
                    .map(PolicySweep.Concern::key)
                    .filter(key -> key.shard() == shard)
                    .findFirst()
                    .orElseThrow();
            // What was put before a read is committed when the read is answered.
            site.read(any, view -> {
                waiting.remove(shard);
                if (waiting.isEmpty()) {
                    told(destination, part.mark());
                }
            });
        });
    }

    private void told(String destination, SweepMark mark) {
        var batch = new WriteBatch();
        rows.putTold(batch, destination, mark);
        site.commit(batch, () -> {
            sweeping.remove(destination);
            sweep(destination);
        });
    }

    /** Whether all peers were told of the policy in force. */
    boolean isIdle() {
        return sweeping.isEmpty();
    }
}
