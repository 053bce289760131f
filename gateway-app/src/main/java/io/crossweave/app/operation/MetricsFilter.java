package io.crossweave.app.operation;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;

/** Has the peers' gauges read when somebody asks for metrics, and only then. */
@Singleton
final class MetricsFilter {
    private static final String METRICS = "/q/metrics";
    private static final int PRIORITY = 100;

    /** Routes are made before the gateway starts, so the gauges are asked for with the first request. */
    void register(
            @Observes Filters filters,
            Instance<PeerMetrics> metrics,
            Instance<ConflictMetrics> conflicts,
            Instance<ResolverMetrics> resolvers,
            Instance<ForwardMetrics> forwards,
            Instance<RepairMetrics> repairs) {
        filters.register(
                context -> {
                    if (context.normalizedPath().equals(METRICS)) {
                        metrics.get().refresh();
                        conflicts.get().refresh();
                        resolvers.get().refresh();
                        forwards.get().refresh();
                        repairs.get().refresh();
                    }
                    context.next();
                },
                PRIORITY);
    }
}
