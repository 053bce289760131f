package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.CatchUpPace;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.HeardBeat;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.LinkEffect;
import io.crossweave.core.link.SendRoom;
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
import io.crossweave.core.wire.DataBody;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * All destination lanes of one tier of a link, on one virtual thread: a bulkhead, so that a slow tier or destination delays no other.
 * Context lanes hand committed records over without ever waiting; what finds no room is read from the store later.
 */
final class LinkRunner implements Runnable {
    private static final long TICK_MS = 200;
    private static final long RETRY_MS = 500;
    /** Frames of this tier under way to the destination: a bulkhead of its own, so that a slow tier holds up no other. */
    private static final int FRAMES_UNDER_WAY_MAX = 64;

    private final OutboundPort port;
    private final LinkRows rows;
    private final ContextStore store;
    private final LiveClock clock;
    private final SiteMeters meters;
    private final HandedOn handedOn;
    private final BiConsumer<ContextKey, String> requestShare;
    private final Consumer<Throwable> fail;
    private final DestinationLane[] lanes = new DestinationLane[Limits.SHARDS];
    private final LinkNews news = new LinkNews();
    private final CommitWaits waits;
    private final Semaphore underWay = new Semaphore(FRAMES_UNDER_WAY_MAX);
    private volatile Sent sent = new Sent(List.of(), HeardBeat.NONE);
    /** The destination's last heartbeat that was acted on. */
    private HeardBeat actedOn = HeardBeat.NONE;

    /** Of each shard, up to where the destination has applied what it gets. */
    private volatile List<Long> appliedPositions = Collections.nCopies(Limits.SHARDS, 0L);

    private volatile Progress progress = new Progress(0, 0, 0, 0);

    /**
     * How far the lanes have sent.
     *
     * @param actedOn the destination's last heartbeat that this takes into account
     */
    record Sent(List<Heartbeat.SentLane> lanes, HeardBeat actedOn) {}

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
        this.handedOn = parts.handedOn();
        this.requestShare = requestShare;
        this.fail = fail;
        var room = new SendRoom(new CatchUpPace());
        this.waits = new CommitWaits(port.destination(), rows);
        for (int shard = 0; shard < lanes.length; shard++) {
            lanes[shard] = new DestinationLane(port.destination(), new LaneId(tier, shard), rows, parts.policy(), room);
        }
    }

    /** What all link runners of a site share. */
    record LinkParts(
            LinkRows rows,
            ContextStore store,
            LiveClock clock,
            SiteMeters meters,
            ReleasePolicy policy,
            HandedOn handedOn) {}

    /** Up to when everything that a shard's context lane committed was handed on, given a time read before. */
    @FunctionalInterface
    interface HandedOn {
        long untilMs(int shard, long nowMs);
    }

    // ---- from other threads
    // --------------------------------------------------------------------------------------------

    void logged(LogRow record) {
        news.logged(record);
    }

    /** Looks in the store how far the logs reach: for a link that was not there when some of it was handed over. */
    void logReaches() {
        for (DestinationLane lane : lanes) {
            news.logReaches(lane.lane(), rows.lastLogPosition(lane.lane()));
        }
    }

    void confirmed(LaneId lane, long cumulative) {
        news.confirmed(lane, cumulative);
    }

    void applied(LaneId lane, long number) {
        news.applied(lane, number);
    }

    void resend(LaneId lane, List<ReceivedMark.Range> missing) {
        meters.resendsAsked.increment();
        news.missing(lane, missing);
    }

    void turnedAway(HeardBeat beat, List<Heartbeat.TurnedAway> numbers) {
        news.turnedAway(beat, numbers);
    }

    /** Calls back when the destination has committed what it gets of an own event; the answer ends the wait. */
    Runnable awaitCommitted(ContextKey key, long counter, Runnable arrived) {
        return waits.add(key, counter, arrived);
    }

    Sent sent() {
        return sent;
    }

    /** The log position up to which the destination has applied all that it gets of a shard; 0 where that is not known. */
    long appliedPosition(int shard) {
        return appliedPositions.get(shard);
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
            int firstLane = 0;
            while (!Thread.currentThread().isInterrupted()) {
                news.await(untilDueMs());
                // Before the records are taken: what is handed on later is not covered by the watermarks of this round.
                long[] handedOnMs = handedOnMs();
                takeNews();
                long nowMs = clock.nowMs();
                boolean open = port.gate().isOpen();
                if (open && nowMs >= nextTickMs) {
                    for (DestinationLane lane : lanes) {
                        carryOut(lane.tick(nowMs));
                    }
                }
                // Not always the same lane first: they share the pace of what is sent in the background.
                firstLane = (firstLane + 1) % lanes.length;
                for (int i = 0; open && i < lanes.length; i++) {
                    pump(lanes[(firstLane + i) % lanes.length]);
                }
                waits.look(lanes, handedOnMs, clock.nowMs());
                if (nowMs >= nextTickMs) {
                    report(handedOnMs);
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

    private long[] handedOnMs() {
        long nowMs = clock.nowMs();
        var untilMs = new long[lanes.length];
        for (int shard = 0; shard < lanes.length; shard++) {
            untilMs[shard] = handedOn.untilMs(shard, nowMs);
        }
        return untilMs;
    }

    private void takeNews() throws InterruptedException {
        LinkNews.Taken told = news.take();
        for (int shard = 0; shard < lanes.length; shard++) {
            lanes[shard].loggedTo(told.skippedTo().get(shard));
        }
        told.logged().forEach(row -> lanes[row.lane().shard()].logged(row));
        told.failures()
                .forEach(failure -> lanes[failure.lane().shard()].sendFailed(failure.number(), failure.retryAtMs()));
        for (int shard = 0; shard < lanes.length; shard++) {
            long reached = told.confirmed().get(shard);
            if (reached > lanes[shard].confirmedNumber()) {
                carryOut(lanes[shard].confirmed(reached));
            }
        }
        for (int shard = 0; shard < lanes.length; shard++) {
            if (told.applied().get(shard) >= 0) {
                lanes[shard].applied(told.applied().get(shard));
            }
        }
        // Before what is asked for: the number goes again as what is left of it.
        for (Heartbeat.TurnedAway away : told.turnedAway()) {
            carryOut(lanes[away.lane().shard()].turnedAway(away.number(), away.contexts(), clock.nowMs()));
        }
        actedOn = told.heard();
        for (Map.Entry<Integer, List<ReceivedMark.Range>> ask : told.missing().entrySet()) {
            carryOut(lanes[ask.getKey()].resend(ask.getValue()));
        }
    }

    private long untilDueMs() {
        long nowMs = clock.nowMs();
        long dueMs = nowMs + TICK_MS;
        for (int i = 0; port.gate().isOpen() && i < lanes.length; i++) {
            dueMs = Math.min(dueMs, lanes[i].dueMs().orElse(Long.MAX_VALUE));
        }
        return Math.max(1, dueMs - nowMs);
    }

    private void carryOut(List<LinkEffect> effects) throws InterruptedException {
        for (LinkEffect effect : effects) {
            switch (effect) {
                case LinkEffect.Send(LaneId lane, long number, var items, long projectionEpoch) ->
                    port.send(
                            lane,
                            number,
                            new DataBody(projectionEpoch, store.commits(), items),
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
        port.gate().ended(outcome);
        long retryMs = switch (outcome) {
            case SendOutcome.Accepted() -> -1;
            case SendOutcome.Throttled(var retryAfter) -> retryAfter.toMillis();
            case SendOutcome.Refused(String reason) -> RETRY_MS * 10;
            case SendOutcome.Unknown(Throwable cause) -> RETRY_MS;
        };
        if (retryMs >= 0) {
            meters.sendsFailed.increment();
            long retryAtMs = clock.nowMs() + retryMs;
            news.failed(new LinkNews.Failure(lane, number, retryAtMs));
        }
    }

    private void report(long[] handedOnMs) {
        var lanesSent = new ArrayList<Heartbeat.SentLane>();
        long numbers = 0;
        long confirmed = 0;
        long queued = 0;
        int held = 0;
        for (DestinationLane lane : lanes) {
            lanesSent.add(new Heartbeat.SentLane(
                    lane.lane(),
                    lane.lastNumber(),
                    lane.watermark(handedOnMs[lane.lane().shard()])));
            numbers += lane.lastNumber();
            confirmed += lane.confirmedNumber();
            queued += lane.queued();
            held += lane.heldContexts();
        }
        sent = new Sent(List.copyOf(lanesSent), actedOn);
        appliedPositions =
                Arrays.stream(lanes).map(DestinationLane::appliedPosition).toList();
        progress = new Progress(numbers, confirmed, queued, held);
    }
}
