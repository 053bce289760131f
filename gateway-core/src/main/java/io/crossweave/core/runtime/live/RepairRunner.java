package io.crossweave.core.runtime.live;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.gateway.RepairStatus;
import io.crossweave.core.gateway.Repairs;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.repair.LocalCheck;
import io.crossweave.core.repair.PeerRepair;
import io.crossweave.core.repair.RepairEffect;
import io.crossweave.core.repair.RepairSettings;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs repair in the background (L14), on one thread: looks through the store, compares with peers that are up, and answers them. It
 * does little at a time, and waits where the lanes are busy.
 */
final class RepairRunner implements Runnable, Repairs {
    private static final Logger LOG = LoggerFactory.getLogger(RepairRunner.class);
    private static final long TICK_MS = 200;
    /** Messages of peers that wait; what finds no room is asked for again. */
    private static final int MESSAGES_MAX = 64;

    /** A message of a peer. */
    private record Heard(String peer, RepairMessage message) {}

    private final RepairSettings settings;
    private final ContextStore store;
    private final LiveClock clock;
    private final SiteMeters meters;
    private final Map<String, PeerLink> links;
    private final LaneEntrance order;
    private final Consumer<Throwable> fail;
    private final LocalCheck localCheck;
    private final Map<String, PeerRepair> peers = new TreeMap<>();
    private final Map<String, RepairStatus> status = new ConcurrentSkipListMap<>();
    private final BlockingQueue<Heard> heard = new ArrayBlockingQueue<>(MESSAGES_MAX);
    private final AtomicBoolean asked = new AtomicBoolean();
    private long nextTickMs;

    /** What a site's repair reads, and whom it tells. */
    record Parts(ContextStore store, LiveClock clock, SiteMeters meters, LaneEntrance order) {}

    RepairRunner(RepairSettings settings, Parts parts, Map<String, PeerLink> links, Consumer<Throwable> fail) {
        this.settings = settings;
        this.store = parts.store();
        this.clock = parts.clock();
        this.meters = parts.meters();
        this.order = parts.order();
        this.links = links;
        this.fail = fail;
        this.localCheck = new LocalCheck(settings, store, clock.nowMs() + settings.everyMs());
    }

    /** Takes a message of a peer; never waits. */
    void heard(String peer, RepairMessage message) {
        if (!heard.offer(new Heard(peer, message))) {
            LOG.debug("site={} has no time for a question of repair of {}", settings.site(), peer);
        }
    }

    @Override
    public void start() {
        asked.set(true);
        links.keySet()
                .forEach(peer -> status.merge(
                        peer,
                        new RepairStatus(peer, true, Optional.empty()),
                        (before, now) -> new RepairStatus(peer, true, before.last())));
    }

    @Override
    public long damaged() {
        return meters.contextsRecounted.sum();
    }

    @Override
    public List<RepairStatus> status() {
        var all = new ArrayList<RepairStatus>();
        links.keySet()
                .forEach(peer -> all.add(status.getOrDefault(peer, new RepairStatus(peer, false, Optional.empty()))));
        return all;
    }

    // ---- the runner's own thread
    // -----------------------------------------------------------------------------------------

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Heard next = heard.poll(TICK_MS, TimeUnit.MILLISECONDS);
                if (next != null && links.containsKey(next.peer())) {
                    carryOut(next.peer(), repair(next.peer()).heard(next.message(), clock.nowMs()));
                }
                if (clock.nowMs() >= nextTickMs) {
                    tick();
                    nextTickMs = clock.nowMs() + TICK_MS;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private PeerRepair repair(String peer) {
        return peers.computeIfAbsent(
                peer, region -> new PeerRepair(settings, region, store, clock.nowMs() + settings.everyMs()));
    }

    private void tick() throws InterruptedException {
        if (asked.getAndSet(false)) {
            localCheck.checkNow();
            links.keySet().forEach(peer -> repair(peer).compareNow());
        }
        LocalCheck.Suspects suspects = localCheck.tick(clock.nowMs());
        suspects.contexts().forEach(key -> order.put(key.shard(), new LaneInput.Recount(key)));
        suspects.areas().forEach(sum -> order.put(sum.area().shard(), new LaneInput.Resum(sum.site(), sum.area())));
        peers.keySet().retainAll(links.keySet());
        status.keySet().retainAll(links.keySet());
        for (Map.Entry<String, PeerLink> link : links.entrySet()) {
            // A peer that is away is compared when it is back; what is under way is given up by itself.
            boolean up = link.getValue().status().state() == PeerStatus.State.UP;
            PeerRepair repair = repair(link.getKey());
            if (up || repair.isUnderWay()) {
                carryOut(link.getKey(), repair.tick(clock.nowMs()));
            }
        }
    }

    private void carryOut(String peer, List<RepairEffect> effects) throws InterruptedException {
        for (RepairEffect effect : effects) {
            switch (effect) {
                case RepairEffect.Send(RepairMessage message) -> send(peer, message);
                case RepairEffect.Store(WriteBatch batch) -> commit(batch);
                case RepairEffect.Restate(ContextKey key, long epoch) -> {
                    meters.repairsRestated.increment();
                    order.put(key.shard(), new LaneInput.Restate(key, peer, epoch));
                }
                case RepairEffect.Ended(RepairOutcome outcome) -> ended(outcome);
            }
        }
    }

    private void send(String peer, RepairMessage message) throws InterruptedException {
        PeerLink link = links.get(peer);
        if (link == null) {
            return;
        }
        try {
            link.send(message);
        } catch (RuntimeException e) {
            // The peer may have left while this was said to it.
            if (links.get(peer) == link) {
                throw e;
            }
        }
    }

    private void ended(RepairOutcome outcome) {
        meters.repairsEnded.increment();
        boolean again = asked.get() || repair(outcome.peer()).isOwed(clock.nowMs());
        status.put(outcome.peer(), new RepairStatus(outcome.peer(), again, Optional.of(outcome)));
        if (outcome.differing() > 0 || outcome.end() != RepairOutcome.End.COMPARED) {
            LOG.warn(
                    "site={} compared its entries with {}: {}, {} contexts differ, {} are restated",
                    settings.site().region(),
                    outcome.peer(),
                    outcome.end(),
                    outcome.differing(),
                    outcome.restated());
        }
    }

    private void commit(WriteBatch batch) throws InterruptedException {
        var done = new CompletableFuture<CommitOutcome>();
        store.commit(batch, done::complete);
        try {
            if (done.get() instanceof CommitOutcome.Unknown(Throwable cause)) {
                // Lost, it is reckoned again: what a disk makes of that the lanes will find out.
                LOG.warn("site={} could not store what peers should hold", settings.site(), cause);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("what peers should hold could not be stored", e);
        }
    }
}
