package io.crossweave.simulator.site;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.context.LaneInput;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.HeardBeat;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.LinkEffect;
import io.crossweave.core.link.PeerMonitor;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.reconcile.RepairMessage;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.SendOutcome;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.DataBody;
import io.crossweave.simulator.fault.FaultKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a site runs for one peer since its last start: the lanes to it, and heartbeats both ways. */
final class SiteLink {
    private static final long PAUSE_MS_MAX = 15;
    private static final long ANSWER_MS_MAX = 80;
    private static final long RETRY_MS = 500;
    /** Short, so that deputies take over within a run. */
    private static final SilenceBounds SILENCE = new SilenceBounds(3_000, 4_000, 5_000);

    private final Site site;
    private final String peer;
    private final Outbox outbox;
    private final LinkRows rows;
    private final ReleasePolicy policy;
    private final PeerMonitor monitor;
    private final Map<LaneId, DestinationLane> lanes = new TreeMap<>();
    private HeardBeat actedOn = HeardBeat.NONE;
    private boolean woken;

    SiteLink(Site site, String peer, long linkEpoch, ReleasePolicy policy, Outbox outbox, LinkRows rows) {
        this.site = site;
        this.peer = peer;
        this.outbox = outbox;
        this.rows = rows;
        this.policy = policy;
        this.monitor = new PeerMonitor(peer, linkEpoch, SILENCE);
    }

    void open(LaneId lane) {
        lanes.put(
                lane,
                new DestinationLane(
                        peer, lane, rows, policy, site.around().faults().room()));
    }

    PeerMonitor monitor() {
        return monitor;
    }

    private DestinationLane lane(LaneId id) {
        return requireNonNull(lanes.get(id));
    }

    long appliedPosition(LaneId id) {
        return lane(id).appliedPosition();
    }

    Collection<DestinationLane> lanes() {
        return lanes.values();
    }

    /** A record was committed; now and then there is no room to hand it over. */
    void logged(LogRow row) {
        if (site.around().faults().strikes(FaultKind.LOST_HAND_OVER, 60)) {
            lane(row.lane()).loggedTo(row.position());
        } else {
            lane(row.lane()).logged(row);
        }
        wake();
    }

    private void wake() {
        if (!woken) {
            woken = true;
            site.after(1 + site.around().faults().pauseMs(PAUSE_MS_MAX), this::pump);
        }
    }

    private void pump() {
        woken = false;
        for (DestinationLane lane : lanes.values()) {
            List<LinkEffect> effects = lane.pump(site.nowMs());
            while (!effects.isEmpty()) {
                carryOut(effects);
                effects = lane.pump(site.nowMs());
            }
        }
    }

    void tick() {
        lanes.values().forEach(lane -> carryOut(lane.tick(site.nowMs())));
        pump();
    }

    private void carryOut(List<LinkEffect> effects) {
        for (LinkEffect effect : effects) {
            site.around().faults().perhapsCrash();
            switch (effect) {
                case LinkEffect.Send(LaneId lane, long number, var items, long epoch) -> {
                    SendOutcome outcome = outbox.send(
                            lane, number, new DataBody(epoch, site.running().commits(), items));
                    if (!(outcome instanceof SendOutcome.Accepted)) {
                        site.after(
                                1 + site.around().faults().pauseMs(ANSWER_MS_MAX),
                                () -> lane(lane).sendFailed(number, site.nowMs() + RETRY_MS));
                    }
                }
                case LinkEffect.RequestShare(ContextKey key) ->
                    site.after(
                            1 + site.around().faults().pauseMs(PAUSE_MS_MAX),
                            () -> site.running().host(key.shard()).put(new LaneInput.Share(key, peer)));
                case LinkEffect.SaveConfirmed(LaneId lane, long position) -> {
                    var batch = new WriteBatch();
                    rows.putConfirmed(batch, peer, lane, position);
                    site.commit(batch, () -> {});
                }
                case LinkEffect.Alarm _ -> {}
            }
        }
    }

    void beat() {
        long nowMs = site.nowMs();
        var sent = new ArrayList<Heartbeat.SentLane>();
        for (DestinationLane lane : lanes.values()) {
            long handedOnMs = site.running().host(lane.lane().shard()).handedOnMs(nowMs);
            sent.add(new Heartbeat.SentLane(lane.lane(), lane.lastNumber(), lane.watermark(handedOnMs)));
        }
        Heartbeat beat = monitor.beat(nowMs, sent, site.running().opener().knownKeys(peer), actedOn)
                .with(site.running().lives().news(peer));
        site.tell(() -> "beats to " + peer + " " + beat);
        outbox.announceUnlessKnown(monitor.keysKnownToPeer());
        outbox.send(beat);
    }

    void send(RepairMessage message) {
        outbox.send(message);
    }

    /** Of a heartbeat that does not count here: which keys the peer can use. */
    void heardAside(Heartbeat beat) {
        monitor.heardAside(beat);
    }

    Outbox outbox() {
        return outbox;
    }

    void heard(Heartbeat beat) {
        if (monitor.heard(beat, site.nowMs())) {
            site.running().clock().heard(peer, beat.clockMs());
            if (monitor.reportsOn(beat)) {
                for (Heartbeat.ReceivedLane lane : beat.received()) {
                    carryOut(lane(lane.lane()).confirmed(lane.cumulative()));
                }
                beat.applied().forEach(applied -> lane(applied.lane()).applied(applied.number()));
                actedOn = HeardBeat.of(beat);
                for (Heartbeat.TurnedAway away : beat.turnedAway()) {
                    carryOut(lane(away.lane()).turnedAway(away.number(), away.contexts(), site.nowMs()));
                }
                for (Heartbeat.ReceivedLane lane : beat.received()) {
                    carryOut(lane(lane.lane()).resend(lane.missing()));
                }
            }
            wake();
        }
    }

    boolean isIdle() {
        return lanes.values().stream().allMatch(DestinationLane::isIdle);
    }
}
