package io.crossweave.adapters.azure;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The largest frame that a hub takes, as the service tells it. While nobody tells, because the service can't be reached, it is what the
 * smallest tier takes, and asked again after a while: a peer's cloud that is down must not end the site that wants to send there.
 */
final class HubLimit {
    /** The Basic tier's, which every tier takes. */
    static final int BATCH_BYTES_DEFAULT = 256 << 10;

    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(10);

    private final Supplier<Mono<Integer>> batchBytes;
    private int told;
    private @Nullable Long failedAtNanos;

    /** @param batchBytes asks the service for the size of its batches at each call */
    HubLimit(Supplier<Mono<Integer>> batchBytes) {
        this.batchBytes = batchBytes;
    }

    /** Largest frame; asks the service and waits some seconds for it if it has not told yet. */
    synchronized int frameBytesMax() {
        if (told == 0 && mayAsk()) {
            told = Mono.defer(batchBytes)
                    .timeout(ASK_TIMEOUT)
                    .onErrorResume(unreachable -> Mono.empty())
                    .blockOptional()
                    .orElse(0);
            failedAtNanos = told == 0 ? System.nanoTime() : null;
        }
        return (told == 0 ? BATCH_BYTES_DEFAULT : told) - EventHubsLimits.OVERHEAD_BYTES;
    }

    private boolean mayAsk() {
        return failedAtNanos == null || System.nanoTime() - failedAtNanos > ASK_AGAIN_AFTER.toNanos();
    }
}
