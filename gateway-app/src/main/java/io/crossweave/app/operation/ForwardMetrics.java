package io.crossweave.app.operation;

import io.crossweave.core.gateway.ForwardCount;
import io.crossweave.core.gateway.Gateway;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What this site forwarded for others, and what of it did not go on: read from the gateway when metrics are asked for. */
@Singleton
public final class ForwardMetrics {
    private record Counts(AtomicLong frames, AtomicLong bytes) {}

    private final Gateway gateway;
    private final MeterRegistry registry;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();

    ForwardMetrics(Gateway gateway, MeterRegistry registry) {
        this.gateway = gateway;
        this.registry = registry;
    }

    /** Reads the counts anew. */
    public void refresh() {
        for (ForwardCount count : gateway.forwards()) {
            Counts now = counts.computeIfAbsent(
                    count.destination() + "/" + count.outcome(),
                    absent -> new Counts(
                            counter("crossweave.forwarded.frames", "Frames of other sites for a third one", count),
                            counter("crossweave.forwarded.bytes", "Bytes of frames of other sites", count)));
            now.frames().set(count.frames());
            now.bytes().set(count.bytes());
        }
    }

    private AtomicLong counter(String name, String description, ForwardCount count) {
        var value = new AtomicLong();
        FunctionCounter.builder(name, value, AtomicLong::doubleValue)
                .description(description)
                .tag("destination", count.destination())
                .tag("outcome", count.outcome().name().toLowerCase(Locale.ROOT))
                .register(registry);
        return value;
    }
}
