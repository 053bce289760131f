package io.crossweave.core.link;

import io.crossweave.core.context.AfterCommit;
import io.crossweave.core.context.InboxBounds;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.LaneItem;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.scripted.Changes;
import io.crossweave.core.scripted.LaneSite;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One lane from {@code aa} to {@code cc} with heartbeats both ways, a second after the other, over a network that loses what it is told to. */
final class LinkPair {
    private static final Set<String> REGIONS = Set.of("aa", "bb", "cc");

    final LaneSite origin;
    final LaneSite destination;
    Predicate<LinkEffect.Send> losesEnvelope = send -> false;
    boolean losesReports;

    private final LaneId id;
    private final WindowBounds window;
    private final int behindRecords;
    private DestinationLane lane;
    private PeerMonitor toDestination;
    private PeerMonitor toOrigin;
    private long originEpoch;
    private long destinationEpoch;
    private int handedOver;
    private HeardBeat actedOn = HeardBeat.NONE;
    private int heard;
    private final List<LinkEffect.Send> sent = new ArrayList<>();
    private final List<ContextKey> shareRequests = new ArrayList<>();

    LinkPair(ContextKey key, WindowBounds window, InboxBounds inbox) {
        this(key, window, new LaneSite("cc", REGIONS, key, inbox));
    }

    LinkPair(ContextKey key, WindowBounds window, LaneSite destination) {
        this(key, window, destination, Limits.BEHIND_RECORDS);
    }

    LinkPair(ContextKey key, WindowBounds window, LaneSite destination, int behindRecords) {
        this.origin = new LaneSite("aa", REGIONS, key);
        this.destination = destination;
        this.id = new LaneId(Changes.NOTE.tier(), key.shard());
        this.window = window;
        this.behindRecords = behindRecords;
        this.toDestination = new PeerMonitor("cc", ++originEpoch);
        this.toOrigin = new PeerMonitor("aa", ++destinationEpoch);
        this.lane = open();
    }

    private DestinationLane open() {
        return new DestinationLane(
                "cc",
                id,
                new LinkRows(origin.store()),
                origin.policy,
                new SendRoom(window, new CatchUpPace(), behindRecords));
    }

    DestinationLane lane() {
        return lane;
    }

    void restartOrigin() {
        origin.restart();
        handedOver = 0;
        actedOn = HeardBeat.NONE;
        shareRequests.clear();
        toDestination = new PeerMonitor("cc", ++originEpoch);
        lane = open();
    }

    void restartDestination(ContextType... types) {
        destination.restartWith(types);
        heard = 0;
        toOrigin = new PeerMonitor("aa", ++destinationEpoch);
        ReceivedMark mark = destination.lane().received("aa", id.tier());
        if (mark.linkEpoch() > 0) {
            toOrigin.received(id, mark);
        }
    }

    /** What was sent since the last call, lost or not. */
    List<LinkEffect.Send> takeSent() {
        var taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** Dots of a context in some sends. */
    static long dots(List<LinkEffect.Send> sends, ContextKey key) {
        long dots = 0;
        for (LinkEffect.Send send : sends) {
            for (LaneItem item : send.items()) {
                dots += item instanceof CausalItem causal && causal.key().equals(key) ? 1 : 0;
            }
        }
        return dots;
    }

    void rounds(int count) {
        for (int i = 0; i < count; i++) {
            round();
        }
    }

    /** One second: what is committed is sent and taken, both sites beat and tick. */
    void round() {
        origin.nowMs += Limits.HEARTBEAT_MS;
        destination.nowMs += Limits.HEARTBEAT_MS;
        send();
        var beat = toDestination.beat(
                origin.nowMs,
                List.of(new Heartbeat.SentLane(id, lane.lastNumber(), lane.watermark(origin.nowMs - 1))),
                List.of(),
                actedOn);
        toOrigin.heard(beat, destination.nowMs);
        var report = toOrigin.beat(destination.nowMs, List.of(), List.of(), HeardBeat.NONE);
        if (!losesReports && toDestination.heard(report, origin.nowMs) && toDestination.reportsOn(report)) {
            report.received().forEach(told -> carryOut(lane.confirmed(told.cumulative())));
            report.applied().stream()
                    .filter(told -> told.lane().equals(id))
                    .forEach(told -> lane.applied(told.number()));
            report.turnedAway()
                    .forEach(away -> carryOut(lane.turnedAway(away.number(), away.contexts(), origin.nowMs)));
            actedOn = HeardBeat.of(report);
            report.received().forEach(told -> carryOut(lane.resend(told.missing())));
        }
        carryOut(lane.tick(origin.nowMs));
        shareRequests.forEach(key -> origin.share(key, "cc"));
        shareRequests.clear();
        destination.tick();
        tellMonitor();
    }

    /** Sends what the window lets through; the destination takes it. */
    void send() {
        List<AfterCommit.Logged> logged = origin.followed(AfterCommit.Logged.class);
        logged.subList(handedOver, logged.size()).forEach(row -> lane.logged(row.row()));
        handedOver = logged.size();
        List<LinkEffect> effects = lane.pump(origin.nowMs);
        while (!effects.isEmpty()) {
            carryOut(effects);
            effects = lane.pump(origin.nowMs);
        }
    }

    private void carryOut(List<LinkEffect> effects) {
        for (LinkEffect effect : effects) {
            switch (effect) {
                case LinkEffect.Send send -> {
                    sent.add(send);
                    if (!losesEnvelope.test(send)) {
                        destination.arrive(
                                origin.id,
                                originEpoch,
                                send.number(),
                                send.items().toArray(LaneItem[]::new));
                        tellMonitor();
                    }
                }
                case LinkEffect.RequestShare(ContextKey key) -> shareRequests.add(key);
                case LinkEffect.SaveConfirmed(LaneId saved, long position) -> {
                    var batch = new WriteBatch();
                    new LinkRows(origin.store()).putConfirmed(batch, "cc", saved, position);
                    origin.store().commit(batch, outcome -> {});
                }
                case LinkEffect.Alarm _ -> {}
            }
        }
    }

    private void tellMonitor() {
        List<AfterCommit> followed = destination.followed(AfterCommit.class);
        for (AfterCommit follows : followed.subList(heard, followed.size())) {
            switch (follows) {
                case AfterCommit.Received(String from, LaneId of, ReceivedMark mark)
                when from.equals("aa") -> toOrigin.received(of, mark);
                case AfterCommit.AppliedTo(String from, LaneId of, ReceivedMark mark)
                when from.equals("aa") -> toOrigin.applied(of, mark);
                case AfterCommit.TurnedAway away ->
                    toOrigin.turnedAway(away.lane(), away.linkEpoch(), away.number(), away.contexts());
                default -> {}
            }
        }
        heard = followed.size();
    }

    /** Up to where the origin's log may be trimmed where this is its only link; 0 where nothing may go. */
    long trimmable() {
        return new StableLog(new LinkRows(origin.store())).trimmable(id, Map.of("cc", lane.appliedPosition()));
    }

    /** Trims the origin's log as far as it may be. */
    void trim() {
        origin.trim(id.tier(), trimmable());
    }

    long trimmed() {
        return new LinkRows(origin.store()).trimmed(id);
    }

    /** Positions of the records that the origin's log has. */
    List<Long> logged() {
        return new LinkRows(origin.store())
                .readLog(id, 1, Integer.MAX_VALUE).stream()
                        .map(LogRow::position)
                        .toList();
    }

    long appliedWatermarkMs() {
        var applied = toOrigin.appliedWatermarks().get(id);
        return applied == null ? 0 : applied.millis();
    }
}
