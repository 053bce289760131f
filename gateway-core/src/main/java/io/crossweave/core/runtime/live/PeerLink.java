package io.crossweave.core.runtime.live;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.Horizon;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeardBeat;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.LifeNews;
import io.crossweave.core.link.PeerMonitor;
import io.crossweave.core.link.PeerSilence;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** One peer: the link to it, by tier, and the heartbeats both ways. */
final class PeerLink {
    private final String region;
    private final OutboundPort port;
    private final LiveClock clock;
    private final EnvelopeOpener opener;
    private final PeerMonitor monitor;
    private final PeerSilence silence;
    private final long startedMs;
    private final Map<Tier, LinkRunner> runners = new EnumMap<>(Tier.class);
    private final Map<Tier, LagRecorder> lags = new EnumMap<>(Tier.class);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private final Asks asks;
    private final Consumer<Throwable> fail;
    private boolean ended;
    private Runnable beginning = () -> {};

    /**
     * What it asks the site for.
     *
     * @param share a context is to be shared with a region
     * @param lives what is to be told to a region of lives
     */
    record Asks(BiConsumer<ContextKey, String> share, Function<String, LifeNews> lives) {}

    PeerLink(
            LiveSettings settings, OutboundPort port, LinkRunner.LinkParts parts, Asks asks, Consumer<Throwable> fail) {
        this.asks = asks;
        this.region = port.destination();
        this.port = port;
        this.clock = parts.clock();
        this.opener = settings.opener();
        this.monitor = new PeerMonitor(region, port.linkEpoch(), settings.silence());
        this.silence = new PeerSilence(settings.silence());
        this.startedMs = clock.nowMs();
        this.fail = fail;
        for (Tier tier : Tier.values()) {
            runners.put(tier, new LinkRunner(port, tier, parts, asks.share(), fail));
            lags.put(tier, new LagRecorder());
        }
    }

    /** What to run, by thread name. */
    Map<String, Runnable> runners() {
        var named = new TreeMap<String, Runnable>();
        runners.forEach((tier, runner) -> named.put(sending(tier), runner));
        named.put("heartbeat-" + region, this::beat);
        return named;
    }

    private String sending(Tier tier) {
        return "link-" + region + "-" + tier;
    }

    /** Names of the threads that send what the log has; heartbeats go on without them. */
    List<String> sending() {
        return runners.keySet().stream().map(this::sending).toList();
    }

    /** How long the peer has not been heard. */
    long silentMs() {
        lock.lock();
        try {
            return monitor.silentMs(clock.nowMs(), startedMs);
        } finally {
            lock.unlock();
        }
    }

    OutboundPort port() {
        return port;
    }

    /** Takes over which of this peer's numbers are committed, before anything runs. */
    void restore(ContextRows rows) {
        for (Tier tier : Tier.values()) {
            for (int shard = 0; shard < Limits.SHARDS; shard++) {
                var lane = new LaneId(tier, shard);
                ReceivedMark mark = rows.received(region, lane);
                if (mark.linkEpoch() > 0) {
                    monitor.received(lane, mark);
                }
            }
        }
    }

    /** What is in the logs by now is to be looked at, also what nobody hands over. */
    void logReaches() {
        runners.values().forEach(LinkRunner::logReaches);
    }

    void logged(LogRow record) {
        runner(record.lane()).logged(record);
    }

    /** Calls back when this peer has committed what it gets of an own event; the answer ends the wait. */
    Runnable awaitCommitted(LaneId lane, ContextKey key, long ownNumber, Runnable arrived) {
        return runner(lane).awaitCommitted(key, ownNumber, arrived);
    }

    void received(LaneId lane, ReceivedMark mark) {
        lock.lock();
        try {
            monitor.received(lane, mark);
        } finally {
            lock.unlock();
        }
    }

    /** What to do when this link is known to everybody, and before it says anything. */
    void beginWith(Runnable action) {
        beginning = action;
    }

    /** From now on what was still on its way from the peer has no say in what time it is. */
    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing that was committed here of a lane of the peer waits any more. */
    void applied(LaneId lane, ReceivedMark mark) {
        lock.lock();
        try {
            monitor.applied(lane, mark);
        } finally {
            lock.unlock();
        }
    }

    /** The log position up to which the peer has applied all that it gets of a lane; 0 where that is not known. */
    long appliedPosition(LaneId lane) {
        return runner(lane).appliedPosition(lane.shard());
    }

    void turnedAway(AfterCommit.TurnedAway away) {
        lock.lock();
        try {
            monitor.turnedAway(away.lane(), away.linkEpoch(), away.number(), away.contexts());
        } finally {
            lock.unlock();
        }
    }

    void applied(Tier tier, long lagMs) {
        lags.computeIfAbsent(tier, absent -> new LagRecorder()).record(lagMs);
    }

    private LinkRunner runner(LaneId lane) {
        LinkRunner runner = runners.get(lane.tier());
        if (runner == null) {
            throw new IllegalStateException("no runner for " + lane);
        }
        return runner;
    }

    // ---- heartbeats
    // ----------------------------------------------------------------------------------------------------

    private void beat() {
        try {
            beginning.run();
            while (!Thread.currentThread().isInterrupted()) {
                Heartbeat next;
                List<byte[]> knownToPeer;
                lock.lockInterruptibly();
                try {
                    var sent = new ArrayList<Heartbeat.SentLane>();
                    var actedOn = new ArrayList<HeardBeat>();
                    for (LinkRunner runner : runners.values()) {
                        LinkRunner.Sent of = runner.sent();
                        sent.addAll(of.lanes());
                        actedOn.add(of.actedOn());
                    }
                    next = monitor.beat(clock.nowMs(), sent, opener.knownKeys(region), Collections.min(actedOn))
                            .with(asks.lives().apply(region));
                    knownToPeer = monitor.keysKnownToPeer();
                } finally {
                    lock.unlock();
                }
                port.sendKeys(knownToPeer, port.currentKeyId());
                port.send(next);
                pause();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void pause() throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(Limits.HEARTBEAT_MS);
        lock.lockInterruptibly();
        try {
            while (nanos > 0) {
                nanos = wake.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Asks or answers the peer about what it holds; a lost message is asked for again. */
    void send(RepairMessage message) throws InterruptedException {
        port.send(message);
    }

    /** Of a heartbeat that does not count here: which keys the peer can use. */
    void heardAside(Heartbeat beat) {
        lock.lock();
        try {
            monitor.heardAside(beat);
        } finally {
            lock.unlock();
        }
    }

    /** Takes a heartbeat of the peer. */
    void heard(Heartbeat beat) {
        lock.lock();
        try {
            if (!monitor.heard(beat, clock.nowMs())) {
                return;
            }
            if (!ended) {
                clock.heard(region, beat.clockMs());
            }
        } finally {
            lock.unlock();
        }
        if (monitor.reportsOn(beat)) {
            beat.received().forEach(lane -> runner(lane.lane()).confirmed(lane.lane(), lane.cumulative()));
            beat.applied().forEach(lane -> runner(lane.lane()).applied(lane.lane(), lane.number()));
            turnedAway(beat);
            beat.received().forEach(this::asked);
        }
    }

    private void turnedAway(Heartbeat beat) {
        runners.forEach((tier, runner) -> runner.turnedAway(
                HeardBeat.of(beat),
                beat.turnedAway().stream()
                        .filter(away -> away.lane().tier() == tier)
                        .toList()));
    }

    private void asked(Heartbeat.ReceivedLane lane) {
        if (!lane.missing().isEmpty()) {
            runner(lane.lane()).resend(lane.lane(), lane.missing());
        }
    }

    // ---- status
    // --------------------------------------------------------------------------------------------------------

    /** What is new of the peer's silence since the last time. One thread at a time. */
    Optional<PeerSilence.News> lookAtSilence() {
        lock.lock();
        try {
            return silence.look(monitor.silentMs(clock.nowMs(), startedMs));
        } finally {
            lock.unlock();
        }
    }

    PeerStatus status() {
        long nowMs = clock.nowMs();
        Map<LaneId, Hlc> watermarks;
        PeerStatus.State state;
        boolean alert;
        long heardMs;
        lock.lock();
        try {
            watermarks = monitor.appliedWatermarks();
            state = monitor.state(nowMs, startedMs);
            alert = monitor.isAlert(nowMs, startedMs);
            heardMs = monitor.heardMs();
        } finally {
            lock.unlock();
        }
        var byTier = new EnumMap<Tier, PeerStatus.Lag>(Tier.class);
        lags.forEach((tier, recorder) -> byTier.put(tier, recorder.lag(stalenessMs(tier, watermarks, nowMs))));
        long sent = 0;
        long confirmed = 0;
        long queued = 0;
        int held = 0;
        for (LinkRunner runner : runners.values()) {
            LinkRunner.Progress progress = runner.progress();
            sent += progress.sent();
            confirmed += progress.confirmed();
            queued += progress.queued();
            held += progress.held();
        }
        return new PeerStatus(region, state, alert, heardMs, byTier, sent, confirmed, queued, held);
    }

    /** What is known of a lane of all peers, with what is known of this one. */
    Horizon with(Horizon others, LaneId lane) {
        lock.lock();
        try {
            return others.and(monitor.appliedWatermark(lane), monitor.peerClockMs());
        } finally {
            lock.unlock();
        }
    }

    private static long stalenessMs(Tier tier, Map<LaneId, Hlc> watermarks, long nowMs) {
        long oldestMs = nowMs;
        for (Map.Entry<LaneId, Hlc> lane : watermarks.entrySet()) {
            if (lane.getKey().tier() == tier && lane.getValue().packed() > 0) {
                oldestMs = Math.min(oldestMs, lane.getValue().millis());
            }
        }
        return nowMs - oldestMs;
    }
}
