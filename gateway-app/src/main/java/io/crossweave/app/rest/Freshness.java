package io.crossweave.app.rest;

import io.crossweave.app.AppLimits;
import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.model.Tier;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** How far behind its peers this site is, as reads tell it. Asked of the gateway at most every {@link AppLimits#FRESHNESS_CACHE_MS}. */
@Singleton
final class Freshness {
    private final Gateway gateway;
    private volatile Seen seen;

    Freshness(Gateway gateway) {
        this.gateway = gateway;
        this.seen = new Seen(System.nanoTime(), gateway.peers());
    }

    /** Staleness behind the most distant peer; empty while a peer has not yet told how far it is. */
    record Snapshot(OptionalLong stalenessMs, boolean isPartitioned) {}

    private record Seen(long nanoTime, List<PeerStatus> peers) {}

    Snapshot of(Tier tier) {
        List<PeerStatus> peers = peers();
        long staleness = 0;
        boolean known = true;
        boolean partitioned = false;
        for (PeerStatus peer : peers) {
            PeerStatus.Lag lag = peer.lags().get(tier);
            known &= lag != null;
            staleness = lag == null ? staleness : Math.max(staleness, lag.stalenessMs());
            partitioned |= peer.state() == PeerStatus.State.PARTITIONED;
        }
        return new Snapshot(known ? OptionalLong.of(staleness) : OptionalLong.empty(), partitioned);
    }

    /** Whether this site is no further behind any peer, by what they have told up to now. */
    boolean isWithin(Tier tier, long maxStalenessMs) {
        return gateway.peers().stream().allMatch(peer -> {
            PeerStatus.Lag lag = peer.lags().get(tier);
            return lag != null && lag.stalenessMs() <= maxStalenessMs;
        });
    }

    private List<PeerStatus> peers() {
        Seen last = seen;
        long now = System.nanoTime();
        if (now - last.nanoTime() > TimeUnit.MILLISECONDS.toNanos(AppLimits.FRESHNESS_CACHE_MS)) {
            last = new Seen(now, gateway.peers());
            seen = last;
        }
        return last.peers();
    }
}
