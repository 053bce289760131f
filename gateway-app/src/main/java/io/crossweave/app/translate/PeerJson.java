package io.crossweave.app.translate;

import io.crossweave.core.document.JsonBoolean;
import io.crossweave.core.document.JsonNumber;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonString;
import io.crossweave.core.document.JsonValue;
import io.crossweave.core.gateway.PeerStatus;
import io.crossweave.core.model.Tier;
import java.time.Instant;
import java.util.Locale;

/** Peers as operators see them. */
public final class PeerJson {
    private PeerJson() {}

    public static JsonValue of(PeerStatus peer) {
        JsonObject json = JsonObject.of(
                        "site", new JsonString(peer.region()),
                        "state", new JsonString(peer.state().name().toLowerCase(Locale.ROOT)),
                        "lag", lags(peer))
                .with("alert", JsonBoolean.of(peer.alert()))
                .with("sent", JsonNumber.of(peer.sent()))
                .with("confirmed", JsonNumber.of(peer.confirmed()))
                .with("queueDepth", JsonNumber.of(peer.queued()))
                .with("held", JsonNumber.of(peer.held()));
        return peer.lastHeardMs() == 0
                ? json
                : json.with(
                        "lastHeard",
                        new JsonString(Instant.ofEpochMilli(peer.lastHeardMs()).toString()));
    }

    /** By tier, in the tiers' order; a tier that nothing is known of yet is not there. */
    private static JsonObject lags(PeerStatus peer) {
        JsonObject json = JsonObject.EMPTY;
        for (Tier tier : Tier.values()) {
            PeerStatus.Lag lag = peer.lags().get(tier);
            if (lag != null) {
                json = json.with(tier.name().toLowerCase(Locale.ROOT), lag(lag));
            }
        }
        return json;
    }

    private static JsonObject lag(PeerStatus.Lag lag) {
        return JsonObject.of(
                        "p50Ms", JsonNumber.of(lag.p50Ms()),
                        "p95Ms", JsonNumber.of(lag.p95Ms()),
                        "p99Ms", JsonNumber.of(lag.p99Ms()))
                .with("stalenessMs", JsonNumber.of(lag.stalenessMs()));
    }
}
