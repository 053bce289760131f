package io.crossweave.app.operation;

import io.crossweave.core.gateway.ConflictCount;
import io.crossweave.core.gateway.Gateway;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many conflicts were found of which this site made the later write: read from the gateway when metrics are asked for. */
@Singleton
public final class ConflictMetrics {
    private final Gateway gateway;
    private final MeterRegistry registry;
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

    ConflictMetrics(Gateway gateway, MeterRegistry registry) {
        this.gateway = gateway;
        this.registry = registry;
    }

    /** Reads the counts anew. */
    public void refresh() {
        for (ConflictCount count : gateway.conflictCounts()) {
            String name = String.join("/", count.type(), count.earlierSite(), count.laterSite());
            counts.computeIfAbsent(name, absent -> counter(count)).set(count.found());
        }
    }

    private AtomicLong counter(ConflictCount count) {
        var value = new AtomicLong();
        FunctionCounter.builder("crossweave.conflicts", value, AtomicLong::doubleValue)
                .description("Conflicts found since the start of which this site made the later write")
                .tag("type", count.type())
                .tag("earlier", count.earlierSite())
                .tag("later", count.laterSite())
                .register(registry);
        return value;
    }
}
