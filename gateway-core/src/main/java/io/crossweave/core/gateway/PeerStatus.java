package io.crossweave.core.gateway;

import io.crossweave.core.model.Tier;
import java.util.Map;

/**
 * One peer as seen from this site.
 *
 * @param alert whether it has been silent for so long that somebody was alerted
 * @param lastHeardMs site time of the last heartbeat from it, 0 where none has come since the start
 * @param lags measured lag of events of this peer applied here, by tier
 * @param sent envelopes handed to the peer's broker in this link epoch
 * @param confirmed of these, how many the peer has committed
 * @param queued committed log records not yet sent to it
 * @param held contexts parked on Hold for it
 */
public record PeerStatus(
        String region,
        State state,
        boolean alert,
        long lastHeardMs,
        Map<Tier, Lag> lags,
        long sent,
        long confirmed,
        long queued,
        int held) {
    public enum State {
        UP,
        SUSPECT,
        PARTITIONED
    }

    /** Milliseconds; staleness is now minus the peer's watermark applied here. */
    public record Lag(long p50Ms, long p95Ms, long p99Ms, long stalenessMs) {}
}
