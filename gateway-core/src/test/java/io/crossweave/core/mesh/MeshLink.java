package io.crossweave.core.mesh;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.link.HeardBeat;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.link.PeerMonitor;
import io.crossweave.core.model.LaneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a site runs for one peer since its last start. */
final class MeshLink {
    private final PeerMonitor monitor;
    private final Map<LaneId, DestinationLane> lanes = new TreeMap<>();
    private HeardBeat actedOn = HeardBeat.NONE;

    MeshLink(String peer, long linkEpoch) {
        monitor = new PeerMonitor(peer, linkEpoch);
    }

    void add(DestinationLane lane) {
        lanes.put(lane.lane(), lane);
    }

    PeerMonitor monitor() {
        return monitor;
    }

    DestinationLane lane(LaneId id) {
        return requireNonNull(lanes.get(id));
    }

    Collection<DestinationLane> lanes() {
        return lanes.values();
    }

    void actedOn(Heartbeat beat) {
        actedOn = HeardBeat.of(beat);
    }

    Heartbeat beat(long nowMs) {
        // More may be committed within this very millisecond.
        long handedOverMs = nowMs - 1;
        var sent = new ArrayList<Heartbeat.SentLane>();
        for (DestinationLane lane : lanes.values()) {
            if (lane.lastNumber() > 0) {
                sent.add(new Heartbeat.SentLane(lane.lane(), lane.lastNumber(), lane.watermark(handedOverMs)));
            }
        }
        return monitor.beat(nowMs, sent, List.of(), actedOn);
    }
}
