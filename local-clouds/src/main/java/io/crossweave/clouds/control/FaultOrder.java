package io.crossweave.clouds.control;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /faults} carries. A field that is absent leaves its fault as it is.
 *
 * @param dropConnections {@code true}: all connections that stand now are closed, once
 * @param loseAcks the next so many sends are stored, but their acknowledgement never arrives
 * @param loseAckProbability each send loses its acknowledgement with this probability, from 0 to 1
 * @param seed of the draws for {@code loseAckProbability}
 * @param throttleSends the next so many sends get the service's own answer for "slow down"
 * @param throttleDelayMs how long a throttled send is held, where the service throttles by delay (Kafka)
 * @param pause {@code true}: nothing is delivered to consumers until {@code false}
 * @param cut {@code true}: connections are closed and new ones refused until {@code false}
 */
public record FaultOrder(
        @JsonProperty("dropConnections") @Nullable Boolean dropConnections,
        @JsonProperty("loseAcks") @Nullable Integer loseAcks,
        @JsonProperty("loseAckProbability") @Nullable Double loseAckProbability,
        @JsonProperty("seed") @Nullable Long seed,
        @JsonProperty("throttleSends") @Nullable Integer throttleSends,
        @JsonProperty("throttleDelayMs") @Nullable Long throttleDelayMs,
        @JsonProperty("pause") @Nullable Boolean pause,
        @JsonProperty("cut") @Nullable Boolean cut) {

    /** Longer than any client waits for one answer; more can only be a typing error. */
    static final long THROTTLE_DELAY_MS_MAX = 120_000;

    public FaultOrder {
        requireRange("loseAcks", loseAcks, Integer.MAX_VALUE);
        requireRange("loseAckProbability", loseAckProbability, 1);
        requireRange("throttleSends", throttleSends, Integer.MAX_VALUE);
        requireRange("throttleDelayMs", throttleDelayMs, THROTTLE_DELAY_MS_MAX);
    }

    private static void requireRange(String field, @Nullable Number value, long max) {
        if (value != null && !(value.doubleValue() >= 0 && value.doubleValue() <= max)) {
            throw new IllegalArgumentException(field + " = " + value + ": allowed is 0 to " + max);
        }
    }
}
