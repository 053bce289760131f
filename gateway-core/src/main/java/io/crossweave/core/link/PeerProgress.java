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
    }

    private final Map<LaneId, Lane> lanes = new TreeMap<>();
    private long peerEpoch;

    /** Numbers of the peer are committed here. */
    void received(LaneId id, ReceivedMark mark) {
        Lane lane = lanes.computeIfAbsent(id, absent -> new Lane());
        if (mark.linkEpoch() >= lane.mark.linkEpoch()) {
            lane.mark = mark;
        }
        raiseApplied(lane);
    }

    /** The peer said how far it has sent; a new epoch ends what was known of the one before. */
    void heard(Heartbeat beat) {
        if (beat.linkEpoch() > peerEpoch) {
            peerEpoch = beat.linkEpoch();
            lanes.values().forEach(lane -> {
                lane.lastNumber = 0;
                lane.lastNumberBefore = 0;
                lane.quietUntilMs = 0;
                // Numbers of the new epoch say nothing about a watermark of the old one.
                lane.watermark = Hlc.ZERO;
                lane.watermarkNumber = 0;
            });
        }
        for (Heartbeat.SentLane sent : beat.sent()) {
            Lane lane = lanes.computeIfAbsent(sent.lane(), absent -> new Lane());
            lane.lastNumberBefore = lane.lastNumber;
            lane.lastNumber = sent.lastNumber();
            lane.watermark = sent.watermark();
            lane.watermarkNumber = sent.lastNumber();
            raiseApplied(lane);
        }
    }

    private void raiseApplied(Lane lane) {
        if (committed(lane) >= lane.watermarkNumber) {
            lane.applied = lane.applied.max(lane.watermark);
        }
    }

    private long committed(Lane lane) {
        return lane.mark.linkEpoch() == peerEpoch ? lane.mark.cumulative() : 0;
    }

    /** The peer's epoch that reports are about; 0 = it has not been heard since this site's start. */
    long reportEpoch() {
        return peerEpoch;
    }

    /**
     * The report on each lane that is known. A number is asked for again when it was missing already at the heartbeat before the last:
     * what is younger may still be on its way.
     */
    List<Heartbeat.ReceivedLane> report(long nowMs) {
        var report = new ArrayList<Heartbeat.ReceivedLane>(lanes.size());
        lanes.forEach((id, lane) -> {
            boolean current = lane.mark.linkEpoch() == peerEpoch;
            ReceivedMark mark = current ? lane.mark : new ReceivedMark(peerEpoch, 0, List.of());
            List<ReceivedMark.Range> missing = List.of();
            if (nowMs >= lane.quietUntilMs) {
                missing = mark.missing(lane.lastNumberBefore, Limits.RESEND_RANGES_MAX);
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

    /** The watermark applied here of each lane; ZERO where one is not known yet. */
    Map<LaneId, Hlc> appliedWatermarks() {
        var applied = new TreeMap<LaneId, Hlc>();
        lanes.forEach((id, lane) -> applied.put(id, lane.applied));
        return applied;
    }
}
