package io.crossweave.core.link;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this site knows of one peer as an origin: its link epoch, how far it has sent each lane, and what of that is committed here. It
 * makes the reports of this site's heartbeats and decides what to ask for again (L12).
 */
final class PeerProgress {
    /** One lane of the peer. */
    private static final class Lane {
        private ReceivedMark mark = ReceivedMark.NONE;
        private long lastNumber;
        private long lastNumberBefore;
        private long quietUntilMs;
        private Hlc watermark = Hlc.ZERO;
        private long watermarkNumber;
        private Hlc applied = Hlc.ZERO;
        /** What was committed here when nothing of it waited any more. */
        private ReceivedMark appliedMark = ReceivedMark.NONE;

        private boolean isApplied;
        /** Numbers that arrived and found no room, which the peer was not told yet: with the contexts that are to blame. */
        private final TreeMap<Long, List<Long>> turnedAway = new TreeMap<>();
        /**
         * This site's last heartbeat that said something was turned away. The peer parts its numbers from that, so that they bring less than
         * the watermarks promise that it told before it acted on this heartbeat. What an earlier start of this site turned away is not
         * known any more, nor whether it did at all: so no watermark counts that the peer told before it acted on any heartbeat of this one.
         */
        private long partedBeat = 1;
        /** The peer's epoch that these are of; frames of a new one may come before its first heartbeat. */
        private long turnedAwayEpoch;

        void partedIn(long sequence) {
            partedBeat = sequence;
            watermark = Hlc.ZERO;
            watermarkNumber = 0;
        }

        void beginEpoch(long epoch) {
            if (epoch > turnedAwayEpoch) {
                turnedAwayEpoch = epoch;
                turnedAway.clear();
            }
        }
    }

    private final Map<LaneId, Lane> lanes = new TreeMap<>();
    private long peerEpoch;

    /** Numbers of the peer are committed here. */
    void received(LaneId id, ReceivedMark mark) {
        Lane lane = lanes.computeIfAbsent(id, absent -> new Lane());
        if (mark.linkEpoch() >= lane.mark.linkEpoch()) {
            lane.mark = mark;
        }
        if (mark.linkEpoch() == lane.turnedAwayEpoch) {
            lane.turnedAway.keySet().removeIf(mark::contains);
        }
        raiseApplied(lane);
    }

    /** Nothing that was committed here of a lane waits any more. */
    void applied(LaneId id, ReceivedMark mark) {
        Lane lane = lanes.computeIfAbsent(id, absent -> new Lane());
        if (lane.isApplied && isOlder(mark, lane.appliedMark)) {
            return;
        }
        lane.isApplied = true;
        lane.appliedMark = mark;
    }

    private static boolean isOlder(ReceivedMark mark, ReceivedMark than) {
        return mark.linkEpoch() < than.linkEpoch()
                || (mark.linkEpoch() == than.linkEpoch() && mark.cumulative() < than.cumulative());
    }

    /** How far lanes are applied here; those of which it is not known are left out. */
    List<Heartbeat.AppliedLane> appliedLanes() {
        var applied = new ArrayList<Heartbeat.AppliedLane>();
        lanes.forEach((id, lane) -> {
            ReceivedMark mark = lane.appliedMark;
            if (lane.isApplied && mark.linkEpoch() == peerEpoch) {
                applied.add(new Heartbeat.AppliedLane(id, mark.cumulative()));
            } else if (lane.isApplied && mark.linkEpoch() < peerEpoch && mark.equals(lane.mark)) {
                // Of the new epoch nothing is here yet, and of those before nothing came since.
                applied.add(new Heartbeat.AppliedLane(id, 0));
            }
        });
        return applied;
    }

    /**
     * A number arrived, and of some contexts in it something found no room.
     */
    void turnedAway(LaneId id, long linkEpoch, long number, List<Long> contexts) {
        Lane lane = lanes.computeIfAbsent(id, absent -> new Lane());
        lane.beginEpoch(linkEpoch);
        boolean closed = lane.mark.linkEpoch() == linkEpoch && lane.mark.contains(number);
        if (linkEpoch < lane.turnedAwayEpoch || closed) {
            return;
        }
        if (lane.turnedAway.size() < Limits.TURNED_AWAY_NUMBERS_MAX || lane.turnedAway.containsKey(number)) {
            lane.turnedAway.put(number, contexts);
        }
    }

    /** What the next heartbeat says was turned away. It says so once: where it is lost the number is asked for again. */
    List<Heartbeat.TurnedAway> takeTurnedAway(long sequence) {
        var taken = new ArrayList<Heartbeat.TurnedAway>();
        int room = Limits.TURNED_AWAY_CONTEXTS_MAX;
        for (Map.Entry<LaneId, Lane> entry : lanes.entrySet()) {
            TreeMap<Long, List<Long>> waiting = entry.getValue().turnedAway;
            while (entry.getValue().turnedAwayEpoch == peerEpoch
                    && !waiting.isEmpty()
                    && taken.size() < Limits.TURNED_AWAY_NUMBERS_MAX
                    && waiting.firstEntry().getValue().size() <= room) {
                Map.Entry<Long, List<Long>> lowest = waiting.pollFirstEntry();
                room -= lowest.getValue().size();
                entry.getValue().partedIn(sequence);
                taken.add(new Heartbeat.TurnedAway(entry.getKey(), lowest.getKey(), lowest.getValue()));
            }
        }
        return taken;
    }

    /** The peer said how far it has sent; a new epoch ends what was known of the one before. */
    void heard(Heartbeat beat, long actedOn) {
        if (beat.linkEpoch() > peerEpoch) {
            peerEpoch = beat.linkEpoch();
            lanes.values().forEach(lane -> {
                lane.lastNumber = 0;
                lane.lastNumberBefore = 0;
                lane.quietUntilMs = 0;
                // Numbers of the new epoch say nothing about a watermark of the old one.
                lane.watermark = Hlc.ZERO;
                lane.watermarkNumber = 0;
                lane.beginEpoch(peerEpoch);
            });
        }
        for (Heartbeat.SentLane sent : beat.sent()) {
            Lane lane = lanes.computeIfAbsent(sent.lane(), absent -> new Lane());
            lane.lastNumberBefore = lane.lastNumber;
            lane.lastNumber = sent.lastNumber();
            if (actedOn >= lane.partedBeat) {
                lane.watermark = sent.watermark();
                lane.watermarkNumber = sent.lastNumber();
                raiseApplied(lane);
            }
        }
    }

    private void raiseApplied(Lane lane) {
        if (committed(lane) >= lane.watermarkNumber) {
            lane.applied = lane.applied.max(lane.watermark);
        }
    }

    private long committed(Lane lane) {
        return current(lane).cumulative();
    }

    private ReceivedMark current(Lane lane) {
        return lane.mark.linkEpoch() == peerEpoch ? lane.mark : new ReceivedMark(peerEpoch, 0, List.of());
    }

    /** The peer's epoch that reports are about; 0 = it has not been heard since this site's start. */
    long reportEpoch() {
        return peerEpoch;
    }

    /**
     * The report on each lane that is known. A number is asked for again when it was missing already at the heartbeat before the last:
     * what is younger may still be on its way.
     *
     * @param turnedAway numbers that are not asked for, because the same heartbeat says what became of them
     */
    List<Heartbeat.ReceivedLane> report(long nowMs, List<Heartbeat.TurnedAway> turnedAway) {
        var report = new ArrayList<Heartbeat.ReceivedLane>(lanes.size());
        lanes.forEach((id, lane) -> {
            ReceivedMark mark = current(lane);
            List<ReceivedMark.Range> missing = List.of();
            if (nowMs >= lane.quietUntilMs) {
                missing = without(mark, id, turnedAway).missing(lane.lastNumberBefore, Limits.RESEND_RANGES_MAX);
                if (!missing.isEmpty()) {
                    lane.quietUntilMs = nowMs + 2 * Limits.RESEND_AFTER_MS;
                }
            }
            if (mark.cumulative() > 0 || lane.lastNumber > 0) {
                report.add(new Heartbeat.ReceivedLane(id, mark.cumulative(), missing));
            }
        });
        return report;
    }

    private static ReceivedMark without(ReceivedMark mark, LaneId lane, List<Heartbeat.TurnedAway> turnedAway) {
        ReceivedMark settled = mark;
        for (Heartbeat.TurnedAway away : turnedAway) {
            settled = away.lane().equals(lane) ? settled.with(away.number()) : settled;
        }
        return settled;
    }

    /** What the peer committed up to then in a lane is committed here; ZERO where that is not known yet. */
    Hlc appliedWatermark(LaneId id) {
        Lane lane = lanes.get(id);
        return lane == null ? Hlc.ZERO : lane.applied;
    }

    /** The watermark applied here of each lane; ZERO where one is not known yet. */
    Map<LaneId, Hlc> appliedWatermarks() {
        var applied = new TreeMap<LaneId, Hlc>();
        lanes.forEach((id, lane) -> applied.put(id, lane.applied));
        return applied;
    }
}
