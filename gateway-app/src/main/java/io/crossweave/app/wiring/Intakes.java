package io.crossweave.app.wiring;

import io.crossweave.adapters.aws.KafkaIntake;
import io.crossweave.adapters.aws.KafkaTransport;
import io.crossweave.adapters.azure.EventHubsSettings;
import io.crossweave.adapters.azure.EventHubsTransport;
import io.crossweave.adapters.gcp.PubSubIntake;
import io.crossweave.adapters.gcp.PubSubTransport;
import io.crossweave.app.configuration.IntakeSettings;
import io.crossweave.core.spi.PositionStore;
import io.crossweave.core.spi.Transport;
import java.util.Set;

/** Makes transports of intake settings. Every site loads all kinds, because it produces into its peers' intakes. */
final class Intakes {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final String region;
    private final PositionStore positions;

    /**
     * @param region this site's region: its own intake is read under this name
     * @param positions how far this site has read its own intake
     */
    Intakes(String region, PositionStore positions) {
        this.region = region;
        this.positions = positions;
    }

    Transport transport(IntakeSettings intake) {
        return switch (intake) {
            case IntakeSettings.Kafka(var bootstrap, var topic) ->
                new KafkaTransport(KafkaIntake.plaintext(bootstrap, topic, "crossweave-" + region));
            case IntakeSettings.EventHubs(var connectionString, var hub) ->
                new EventHubsTransport(EventHubsSettings.of(connectionString, hub), positions);
            case IntakeSettings.PubSub(var endpoint, var project, var topic, var subscription) ->
                new PubSubTransport(PubSubIntake.of(
                        project, topic, subscription == null ? topic : subscription, service(endpoint)));
        };
    }

    /** Without TLS and credentials only on this very machine. */
    private static PubSubIntake.Service service(String endpoint) {
        int port = endpoint.lastIndexOf(':');
        String host = port < 0 ? endpoint : endpoint.substring(0, port);
        return LOOPBACK.contains(host)
                ? new PubSubIntake.Service.Plaintext(endpoint)
                : new PubSubIntake.Service.Google(host);
    }
}
