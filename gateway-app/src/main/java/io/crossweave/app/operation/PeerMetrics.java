package io.crossweave.app.operation;

import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.model.Tier;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a site knows of its peers, as gauges: read from the gateway when metrics are asked for. */
@Singleton
public final class PeerMetrics {
    private final Gateway gateway;
    private final MultiGauge staleness;
    private final MultiGauge lag;
    private final MultiGauge queued;
    private final MultiGauge unconfirmed;
    private final MultiGauge held;
    private final MultiGauge up;
    private final MultiGauge state;
    private final MultiGauge alert;

    PeerMetrics(Gateway gateway, MeterRegistry registry) {
        this.gateway = gateway;
        this.staleness = gauge(registry, "crossweave.peer.staleness.ms", "Now minus the peer's watermark applied here");
        this.lag = gauge(registry, "crossweave.peer.lag.p95.ms", "95th percentile of the lag of the peer's events");
        this.queued = gauge(registry, "crossweave.peer.queued", "Committed log records not yet sent to the peer");
        this.unconfirmed =
                gauge(registry, "crossweave.peer.unconfirmed", "Envelopes sent that the peer has not confirmed");
        this.held = gauge(registry, "crossweave.peer.held", "Contexts parked on Hold for the peer");
        this.up = gauge(
                registry, "crossweave.peer.up", "1 where the peer is heard, 0 where it is suspect or partitioned");
        this.state = gauge(registry, "crossweave.peer.state", "0 where the peer is up, 1 suspect, 2 partitioned");
        this.alert = gauge(registry, "crossweave.peer.alert", "1 where the peer has been silent for too long");
    }

    /** Reads the peers anew. */
    public void refresh() {
        List<PeerStatus> peers = gateway.peers();
        byTier(staleness, peers, PeerStatus.Lag::stalenessMs);
        byTier(lag, peers, PeerStatus.Lag::p95Ms);
        byPeer(queued, peers, PeerStatus::queued);
        byPeer(unconfirmed, peers, peer -> peer.sent() - peer.confirmed());
        byPeer(held, peers, PeerStatus::held);
        byPeer(up, peers, peer -> peer.state() == PeerStatus.State.UP ? 1 : 0);
        byPeer(state, peers, peer -> number(peer.state()));
        byPeer(alert, peers, peer -> peer.alert() ? 1 : 0);
    }

    private static long number(PeerStatus.State state) {
        return switch (state) {
            case UP -> 0;
            case SUSPECT -> 1;
            case PARTITIONED -> 2;
        };
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private static void byPeer(MultiGauge gauge, List<PeerStatus> peers, ToLongFunction<PeerStatus> value) {
        var rows = new ArrayList<Row<?>>();
        for (PeerStatus peer : peers) {
            rows.add(Row.of(Tags.of("peer", peer.region()), value.applyAsLong(peer)));
        }
        gauge.register(rows, true);
    }

    private static void byTier(MultiGauge gauge, List<PeerStatus> peers, ToLongFunction<PeerStatus.Lag> value) {
        var rows = new ArrayList<Row<?>>();
        for (PeerStatus peer : peers) {
            for (Tier tier : Tier.values()) {
                PeerStatus.Lag known = peer.lags().get(tier);
                if (known != null) {
                    Tags tags =
                            Tags.of("peer", peer.region(), "tier", tier.name().toLowerCase(Locale.ROOT));
                    rows.add(Row.of(tags, value.applyAsLong(known)));
                }
            }
        }
        gauge.register(rows, true);
    }
}
