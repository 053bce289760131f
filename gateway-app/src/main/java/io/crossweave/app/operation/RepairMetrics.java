package io.crossweave.app.operation;

import io.crossweave.core.gateway.Gateway;
import io.crossweave.core.gateway.RepairOutcome;
import io.crossweave.core.gateway.RepairStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the search for silent differences came to, read from the gateway when metrics are asked for. */
@Singleton
public final class RepairMetrics {
    private final Gateway gateway;
    private final MultiGauge differing;
    private final MultiGauge compared;

    RepairMetrics(Gateway gateway, MeterRegistry registry) {
        this.gateway = gateway;
        this.differing = MultiGauge.builder("crossweave.repair.differing")
                .description("Contexts in which the peer differed when it was compared last")
                .register(registry);
        this.compared = MultiGauge.builder("crossweave.repair.compared")
                .description("1 where everything was compared with the peer the last time, 0 where that was given up")
                .register(registry);
        FunctionCounter.builder(
                        "crossweave.repair.damaged",
                        gateway,
                        site -> site.repairs().damaged())
                .description("Contexts of which something was found damaged in this site's store")
                .register(registry);
    }

    /** Reads the outcomes anew. */
    public void refresh() {
        List<RepairStatus> peers = gateway.repairs().status();
        byPeer(differing, peers, RepairOutcome::differing);
        byPeer(compared, peers, last -> last.end() == RepairOutcome.End.COMPARED ? 1 : 0);
    }

    private static void byPeer(MultiGauge gauge, List<RepairStatus> peers, ToLongFunction<RepairOutcome> value) {
        var rows = new ArrayList<Row<?>>();
        for (RepairStatus peer : peers) {
            peer.last().ifPresent(last -> rows.add(Row.of(Tags.of("peer", peer.peer()), value.applyAsLong(last))));
        }
        gauge.register(rows, true);
    }
}
