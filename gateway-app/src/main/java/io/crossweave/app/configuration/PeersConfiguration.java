package io.crossweave.app.configuration;

import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who the members are and how they reach each other, as it is written: in the site's configuration, or in a file of its own. */
public interface PeersConfiguration {
    /** By region: where each site takes frames in. That of {@code site.region} is this site's own, the others are its peers'. */
    Map<String, Intake> intakes();

    /** By region: where the other sites' own APIs are. */
    Map<String, OtherSite> sites();

    TopologyKeys topology();

    /** Another site. */
    interface OtherSite {
        Optional<String> url();
    }

    /** Who is reached directly. */
    interface TopologyKeys {
        /** {@code mesh}, {@code star} or {@code hierarchy}. */
        @WithDefault("mesh")
        String kind();

        /** The middle of a star. */
        Optional<String> hub();

        /** By region: the site above it in a hierarchy. */
        Map<String, String> parents();

        /** Members of a star besides those whose intakes are named. */
        Optional<List<String>> members();
    }

    /** One intake; which of the keys it needs depends on its kind. */
    interface Intake {
        /** {@code kafka}, {@code eventhubs} or {@code pubsub}. */
        Optional<String> kind();

        /** Kafka: bootstrap servers. Event Hubs: connection string. Pub/Sub: host and port. */
        Optional<String> endpoint();

        /** Kafka and Pub/Sub: topic. Event Hubs: event hub. */
        Optional<String> name();

        /** Pub/Sub only, and only for this site's own intake. */
        Optional<String> subscription();

        /** Pub/Sub only. */
        Optional<String> project();
    }
}
