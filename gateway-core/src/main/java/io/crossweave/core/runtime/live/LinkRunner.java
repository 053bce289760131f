package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.LinkEffect;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * All destination lanes of one tier of a link, on one virtual thread: a bulkhead, so that a slow tier or destination delays no other.
 * Context lanes hand committed records over without ever waiting; what finds no room is read from the store later.
 */
final class LinkRunner implements Runnable {
    private static final int HANDED_OVER_MAX = 4_096;
    private static final long TICK_MS = 200;
    private static final long RETRY_MS = 500;
    /** Frames of this tier under way to the destination: a bulkhead of its own, so that a slow tier holds up no other. */
    private static final int FRAMES_UNDER_WAY_MAX = 64;

    /** A number whose send ended without acceptance. */
    private record Failure(LaneId lane, long number, long retryAtMs) {}

    private final OutboundPort port;
    private final LinkRows rows;
    private final ContextStore store;
    private final LiveClock clock;
    private final SiteMeters meters;
    private final BiConsumer<ContextKey, String> requestShare;
    private final Consumer<Throwable> fail;
    private final DestinationLane[] lanes = new DestinationLane[Limits.SHARDS];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Deque<LogRow> handedOver = new ArrayDeque<>();
    /** The last confirmation and the last ask of each shard: newer ones replace older ones, so silence of a broker can't pile them up. */
    private final long[] confirmed = new long[Limits.SHARDS];

    private final Map<Integer, List<ReceivedMark.Range>> missing = new TreeMap<>();
    /** Bounded by the frames that may be under way. */
    private final Deque<Failure> failures = new ArrayDeque<>();

    private final Semaphore underWay = new Semaphore(FRAMES_UNDER_WAY_MAX);
    private boolean told;
    private volatile List<Heartbeat.SentLane> sent = List.of();
    private volatile Progress progress = new Progress(0, 0, 0, 0);

    /** Sums over the lanes. */
    record Progress(long sent, long confirmed, long queued, int held) {}

    LinkRunner(
            OutboundPort port,
            Tier tier,
            LinkParts parts,
            BiConsumer<ContextKey, String> requestShare,
            Consumer<Throwable> fail) {
        this.port = port;
        this.rows = parts.rows();
        this.store = parts.store();
        this.clock = parts.clock();
        this.meters = parts.meters();
        this.requestShare = requestShare;
        this.fail = fail;
        for (int shard = 0; shard < lanes.length; shard++) {
            lanes[shard] = new DestinationLane(port.destination(), new LaneId(tier, shard), rows, parts.policy());
        }
    }

    /** What all link runners of a site share. */
    record LinkParts(LinkRows rows, ContextStore store, LiveClock clock, SiteMeters meters, ReleasePolicy policy) {}

    // ---- from other threads
    // --------------------------------------------------------------------------------------------

    void logged(LogRow record) {
        tell(() -> {
            if (handedOver.size() >= HANDED_OVER_MAX) {
                handedOver.removeFirst();
            }
            handedOver.add(record);
        });
    }

    void confirmed(LaneId lane, long cumulative) {
        tell(() -> confirmed[lane.shard()] = Math.max(confirmed[lane.shard()], cumulative));
    }

    void resend(LaneId lane, List<ReceivedMark.Range> ranges) {
        meters.resendsAsked.increment();
        tell(() -> missing.put(lane.shard(), ranges));
    }

    private void tell(Runnable note) {
        lock.lock();
        try {
            note.run();
            told = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    List<Heartbeat.SentLane> sent() {
        return sent;
    }

    Progress progress() {
        return progress;
    }

    // ---- the runner's own thread
    // -----------------------------------------------------------------------------------------

    @Override
    public void run() {
        try {
            long nextTickMs = 0;
            while (!Thread.currentThread().isInterrupted()) {
                takeNews();
                long nowMs = clock.nowMs();
                if (nowMs >= nextTickMs) {
                    for (DestinationLane lane : lanes) {
                        carryOut(lane.tick(nowMs));
                    }
                }
                for (DestinationLane lane : lanes) {
                    pump(lane);
                }
                if (nowMs >= nextTickMs) {
                    report();
                    nextTickMs = nowMs + TICK_MS;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            fail.accept(e);
        }
    }

    private void pump(DestinationLane lane) throws InterruptedException {
        List<LinkEffect> effects = lane.pump(clock.nowMs());
        while (!effects.isEmpty()) {
            carryOut(effects);
            effects = lane.pump(clock.nowMs());
        }
    }

    private void takeNews() throws InterruptedException {
        var logged = new ArrayList<LogRow>();
        var failed = new ArrayList<Failure>();
        var asked = new TreeMap<Integer, List<ReceivedMark.Range>>();
        long[] reached;
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(untilDueMs());
            while (!told && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            told = false;
            logged.addAll(handedOver);
            handedOver.clear();
            failed.addAll(failures);
            failures.clear();
            asked.putAll(missing);
            missing.clear();
            reached = confirmed.clone();
        } finally {
            lock.unlock();
        }
        logged.forEach(row -> lanes[row.lane().shard()].logged(row));
        failed.forEach(failure -> lanes[failure.lane().shard()].sendFailed(failure.number(), failure.retryAtMs()));
        for (int shard = 0; shard < lanes.length; shard++) {
            if (reached[shard] > lanes[shard].confirmedNumber()) {
                carryOut(lanes[shard].confirmed(reached[shard]));
            }
        }
        for (Map.Entry<Integer, List<ReceivedMark.Range>> ask : asked.entrySet()) {
            carryOut(lanes[ask.getKey()].resend(ask.getValue()));
        }
    }

    private long untilDueMs() {
        long nowMs = clock.nowMs();
        long dueMs = nowMs + TICK_MS;
        for (DestinationLane lane : lanes) {
            dueMs = Math.min(dueMs, lane.dueMs().orElse(Long.MAX_VALUE));
        }
        return Math.max(1, dueMs - nowMs);
    }

    private void carryOut(List<LinkEffect> effects) throws InterruptedException {
        for (LinkEffect effect : effects) {
            switch (effect) {
                case LinkEffect.Send(LaneId lane, long number, var items) ->
                    port.send(
                            lane,
                            number,
                            items,
                            new OutboundPort.Handling(underWay, outcome -> sendEnded(lane, number, outcome)));
                case LinkEffect.RequestShare(ContextKey key) -> requestShare.accept(key, port.destination());
                case LinkEffect.SaveConfirmed(LaneId lane, long position) -> {
                    var batch = new WriteBatch();
                    rows.putConfirmed(batch, port.destination(), lane, position);
                    // A lost mark only means that a restart sends more again.
                    store.commit(batch, outcome -> {});
                }
                case LinkEffect.Alarm alarm -> meters.alarms.increment();
            }
        }
    }

    private void sendEnded(LaneId lane, long number, SendOutcome outcome) {
        long retryMs = switch (outcome) {
            case SendOutcome.Accepted() -> -1;
            case SendOutcome.Throttled(var retryAfter) -> retryAfter.toMillis();
            case SendOutcome.Refused(String reason) -> RETRY_MS * 10;
            case SendOutcome.Unknown(Throwable cause) -> RETRY_MS;
        };
        if (retryMs >= 0) {
            meters.sendsFailed.increment();
            long retryAtMs = clock.nowMs() + retryMs;
            tell(() -> failures.add(new Failure(lane, number, retryAtMs)));
        }
    }

    private void report() {
        var lanesSent = new ArrayList<Heartbeat.SentLane>();
        long nowMs = clock.nowMs();
        long numbers = 0;
        long confirmed = 0;
        long queued = 0;
        int held = 0;
        for (DestinationLane lane : lanes) {
            if (lane.lastNumber() > 0) {
                lanesSent.add(new Heartbeat.SentLane(lane.lane(), lane.lastNumber(), lane.watermark(nowMs)));
            }
            numbers += lane.lastNumber();
            confirmed += lane.confirmedNumber();
            queued += lane.queued();
            held += lane.heldContexts();
        }
        sent = List.copyOf(lanesSent);
        progress = new Progress(numbers, confirmed, queued, held);
    }
}
