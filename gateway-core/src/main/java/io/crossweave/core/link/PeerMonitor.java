package io.crossweave.core.link;

import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.stored.ReceivedMark;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The conversation with one peer by heartbeats: makes this site's, takes the peer's. Control messages have no dots, so they are strictly
 * monotone in (epoch, sequence): an older one is ignored.
 */
public final class PeerMonitor {
    private final String peer;
    private final long linkEpoch;
    private final SilenceBounds silence;
    private final PeerProgress progress = new PeerProgress();
    private long sequence;
    private long heardEpoch;
    private long heardSequence;
    private long heardMs;
    private long peerClockMs;
    private List<byte[]> keysKnownToPeer = List.of();

    public PeerMonitor(String peer, long linkEpoch) {
        this(peer, linkEpoch, SilenceBounds.DEFAULT);
    }

    public PeerMonitor(String peer, long linkEpoch, SilenceBounds silence) {
        this.peer = peer;
        this.linkEpoch = linkEpoch;
        this.silence = silence;
    }

    public String peer() {
        return peer;
    }

    /**
     * The next heartbeat to the peer.
     *
     * @param actedOn the peer's last heartbeat that the lanes had acted on when {@code sent} was taken
     */
    public Heartbeat beat(long nowMs, List<Heartbeat.SentLane> sent, List<byte[]> knownKeys, HeardBeat actedOn) {
        List<Heartbeat.TurnedAway> turnedAway = progress.takeTurnedAway(++sequence);
        return new Heartbeat(
                linkEpoch,
                sequence,
                nowMs,
                sent,
                progress.reportEpoch(),
                progress.report(nowMs, turnedAway),
                knownKeys,
                turnedAway,
                actedOn.linkEpoch() == progress.reportEpoch() ? actedOn.sequence() : 0,
                progress.appliedLanes());
    }

    /** Takes a heartbeat of the peer; false where it is older than the last one. */
    public boolean heard(Heartbeat beat, long nowMs) {
        boolean newer =
                beat.linkEpoch() > heardEpoch || (beat.linkEpoch() == heardEpoch && beat.sequence() > heardSequence);
        if (!newer) {
            return false;
        }
        heardEpoch = beat.linkEpoch();
        heardSequence = beat.sequence();
        heardMs = nowMs;
        peerClockMs = beat.clockMs();
        keysKnownToPeer = beat.knownKeys();
        progress.heard(beat, reportsOn(beat) ? beat.actedOn() : 0);
        return true;
    }

    /** A heartbeat of a life that does not count, or not yet: that it knows no keys is of use all the same (L15). */
    public void heardAside(Heartbeat beat) {
        keysKnownToPeer = beat.knownKeys();
    }

    /** Whether a heartbeat's report is about this site's current link epoch; else it says nothing (unknown is not none). */
    public boolean reportsOn(Heartbeat beat) {
        return beat.reportEpoch() == linkEpoch;
    }

    public void received(LaneId lane, ReceivedMark mark) {
        progress.received(lane, mark);
    }

    /** Nothing that was committed here of a lane of the peer waits any more (L16). */
    public void applied(LaneId lane, ReceivedMark mark) {
        progress.applied(lane, mark);
    }

    /** A number of the peer arrived, and of some contexts in it something found no room. */
    public void turnedAway(LaneId lane, long ofEpoch, long number, Collection<ContextKey> contexts) {
        List<Long> named = contexts.stream()
                .map(ContextKey::fingerprint)
                .sorted()
                .limit(Limits.ENVELOPE_ITEMS_MAX)
                .toList();
        progress.turnedAway(lane, ofEpoch, number, named);
    }

    /** Ids of this site's data keys that the peer said it can use. */
    public List<byte[]> keysKnownToPeer() {
        return keysKnownToPeer;
    }

    /** Site time of the last heartbeat; 0 before the first. */
    public long heardMs() {
        return heardMs;
    }

    public long peerClockMs() {
        return peerClockMs;
    }

    /**
     * How long the peer has been silent.
     *
     * @param startedMs when this site began to listen: silence before the first heartbeat counts from there
     */
    public long silentMs(long nowMs, long startedMs) {
        return Math.max(0, nowMs - Math.max(heardMs, startedMs));
    }

    /** How the peer is doing, judged by its heartbeats alone (L17). One lost heartbeat trips nothing. */
    public PeerStatus.State state(long nowMs, long startedMs) {
        return silence.state(silentMs(nowMs, startedMs));
    }

    /** Whether the peer has been silent for so long that somebody was alerted. */
    public boolean isAlert(long nowMs, long startedMs) {
        return silentMs(nowMs, startedMs) >= silence.alertMs();
    }

    public Hlc appliedWatermark(LaneId lane) {
        return progress.appliedWatermark(lane);
    }

    public Map<LaneId, Hlc> appliedWatermarks() {
        return progress.appliedWatermarks();
    }
}
