package io.crossweave.app.operation;

import io.crossweave.app.resolve.ResolverCount;
import io.crossweave.app.resolve.ResolverReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How asking resolvers ended at this site: read from the report when metrics are asked for. */
@Singleton
public final class ResolverMetrics {
    private final ResolverReport report;
    private final MeterRegistry registry;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    ResolverMetrics(ResolverReport report, MeterRegistry registry) {
        this.report = report;
        this.registry = registry;
        FunctionCounter.builder("crossweave.resolver.left.to.people", report, ResolverReport::left)
                .description("Disputes that a resolver did not decide and people are to")
                .register(registry);
    }

    /** Reads the counts anew. */
    public void refresh() {
        for (ResolverCount count : report.counts()) {
            String name = count.resolver() + "/" + count.outcome();
            counts.computeIfAbsent(name, absent -> counter(count)).set(count.asked());
        }
    }

    private AtomicLong counter(ResolverCount count) {
        var value = new AtomicLong();
        FunctionCounter.builder("crossweave.resolver.asked", value, AtomicLong::doubleValue)
                .description("Disputes about which this site asked a resolver, by how it ended")
                .tag("resolver", count.resolver())
                .tag("outcome", count.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry);
        return value;
    }
}
