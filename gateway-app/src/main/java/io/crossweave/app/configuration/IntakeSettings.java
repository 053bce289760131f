package io.crossweave.app.configuration;

import org.jspecify.annotations.Nullable;

/** Where a site takes frames in, in its own cloud. */
public sealed interface IntakeSettings {
    record Kafka(String bootstrapServers, String topic) implements IntakeSettings {}

    record EventHubs(String connectionString, String eventHub) implements IntakeSettings {
        /** Without the connection string, which carries a key. */
        @Override
        public String toString() {
            return "EventHubs[" + eventHub + "]";
        }
    }

    /** A topic; {@code subscription} is what this site reads its own intake by, and null for a peer's. */
    record PubSub(
            String endpoint,
            String project,
            String topic,
            @Nullable String subscription) implements IntakeSettings {}
}
