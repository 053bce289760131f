package io.crossweave.adapters.azure;

import java.time.Duration;

/**
 * One event hub and how to use it.
 *
 * @param connectionString of the namespace; with {@code UseDevelopmentEmulator=true} also of a local one without TLS
 * @param hub the event hub
 * @param consumerGroup the group that this site alone reads by
 * @param prefetchEvents events that may be on the way per partition while the sink can't take more. Each costs memory
 *     as large as its frame, and the SDK counts events, not bytes; {@code docs/adr/0050} has the measurements
 * @param sendTimeout how long a send may take, connecting included, before its outcome is unknown
 * @param stallCheck how often each reader is compared with what its partition holds; two checks without progress
 *     re-create it
 */
public record EventHubsSettings(
        String connectionString,
        String hub,
        String consumerGroup,
        int prefetchEvents,
        Duration sendTimeout,
        Duration stallCheck) {
    public static final int PREFETCH_EVENTS_MIN = 1;

    public static final int PREFETCH_EVENTS_DEFAULT = 64;

    /**
     * Longer than a busy service makes the SDK wait, four seconds. Not much longer: a send that hangs because the connection broke under it
     * also holds up what follows it when the service is back.
     */
    public static final Duration SEND_TIMEOUT_DEFAULT = Duration.ofSeconds(6);

    /** The SDK's own bound. */
    public static final int PREFETCH_EVENTS_MAX = 8_000;

    public EventHubsSettings {
        require(!connectionString.isBlank(), "an event hub needs a connection string");
        require(!hub.isBlank(), "an event hub needs a name");
        require(!consumerGroup.isBlank(), "hub " + hub + " needs a consumer group");
        require(
                prefetchEvents >= PREFETCH_EVENTS_MIN && prefetchEvents <= PREFETCH_EVENTS_MAX,
                "hub " + hub + ": prefetchEvents = " + prefetchEvents + ", allowed are " + PREFETCH_EVENTS_MIN + " to "
                        + PREFETCH_EVENTS_MAX);
        require(sendTimeout.isPositive(), "hub " + hub + ": sendTimeout = " + sendTimeout + ", must be positive");
        require(stallCheck.isPositive(), "hub " + hub + ": stallCheck = " + stallCheck + ", must be positive");
    }

    /** With the default consumer group and times that suit the service. */
    public static EventHubsSettings of(String connectionString, String hub) {
        return new EventHubsSettings(
                connectionString,
                hub,
                "$Default",
                PREFETCH_EVENTS_DEFAULT,
                SEND_TIMEOUT_DEFAULT,
                Duration.ofSeconds(15));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Without the connection string: it holds a key. */
    @Override
    public String toString() {
        return "EventHubsSettings[" + hub + ", " + consumerGroup + "]";
    }
}
