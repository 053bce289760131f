package io.crossweave.app.configuration;

import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.SiteId;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks who the members are and how they are reached, at the start and each time that a peers file has changed. */
public final class PeersReader {
    private final String region;
    private final Consumer<String> faults;
    private boolean namesFit;

    /**
     * @param region this site's; empty, or no such name, where that is a fault that somebody tells
     */
    PeersReader(String region, Consumer<String> faults) {
        this.region = region;
        this.faults = faults;
        this.namesFit = region.isEmpty() || isRegion(region);
    }

    /**
     * Reads the text of a peers file.
     *
     * @param region this site's region
     * @param faults hears of all that is wrong; what comes back is of use only where nothing is
     */
    public static PeersSettings read(String region, String text, Consumer<String> faults) {
        return new PeersReader(region, faults).read(PeersFile.of(text, faults));
    }

    private static boolean isRegion(String name) {
        try {
            return SiteId.requireRegion(name).equals(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Of no member at all: where the configuration has a fault. */
    private static PeersSettings none() {
        return new PeersSettings(Topology.mesh(List.of()), new TreeMap<>(), new TreeMap<>());
    }

    PeersSettings read(PeersConfiguration written) {
        SortedMap<String, IntakeSettings> intakes = intakes(written.intakes());
        SortedMap<String, URI> urls = siteUrls(written.sites());
        if (!namesFit) {
            return none();
        }
        Topology topology = topology(written.topology(), written.intakes().keySet());
        var unknown = new TreeSet<>(topology.neighbours(region));
        unknown.removeAll(written.intakes().keySet());
        if (!unknown.isEmpty()) {
            faults.accept("crossweave.intakes has no intake of " + unknown + ", which this site reaches directly");
        }
        return new PeersSettings(topology, intakes, urls);
    }

    // ---- topology
    // ------------------------------------------------------------------------------------------------------

    private Topology topology(PeersConfiguration.TopologyKeys keys, Collection<String> intakes) {
        try {
            Topology topology = chosen(keys, intakes);
            if (!region.isEmpty() && !topology.regions().contains(region)) {
                faults.accept("crossweave.topology: this site, " + region + ", is none of " + topology.regions());
            }
            return topology;
        } catch (IllegalArgumentException e) {
            faults.accept("crossweave.topology: " + e.getMessage());
            return none().topology();
        }
    }

    private Topology chosen(PeersConfiguration.TopologyKeys keys, Collection<String> intakes) {
        var members = new TreeSet<>(intakes);
        members.addAll(keys.members().orElse(List.of()));
        if (!region.isEmpty()) {
            members.add(region);
        }
        refuseKeysOfOthers(keys);
        return switch (keys.kind()) {
            case "mesh" -> Topology.mesh(members);
            case "star" ->
                Topology.star(
                        keys.hub().orElseThrow(() -> new IllegalArgumentException("a star needs a hub")), members);
            case "hierarchy" -> Topology.hierarchy(keys.parents());
            default ->
                throw new IllegalArgumentException("kind = '" + keys.kind() + "' must be mesh, star or hierarchy");
        };
    }

    private static void refuseKeysOfOthers(PeersConfiguration.TopologyKeys keys) {
        boolean star = keys.kind().equals("star");
        if (!star && (keys.hub().isPresent() || keys.members().isPresent())) {
            throw new IllegalArgumentException("hub and members are only for the kind star");
        }
        if (!keys.kind().equals("hierarchy") && !keys.parents().isEmpty()) {
            throw new IllegalArgumentException("parents are only for the kind hierarchy");
        }
    }

    // ---- where they are
    // ------------------------------------------------------------------------------------------------

    private SortedMap<String, URI> siteUrls(Map<String, PeersConfiguration.OtherSite> written) {
        var urls = new TreeMap<String, URI>();
        for (Map.Entry<String, PeersConfiguration.OtherSite> site : new TreeMap<>(written).entrySet()) {
            String key = "crossweave.sites.\"" + site.getKey() + "\"";
            checkRegion(key, site.getKey());
            String text = required(key + ".url", site.getValue().url(), "where the site's API is, http(s)://host:port");
            URI url = text.isEmpty() ? null : httpUrl(text);
            if (url != null) {
                urls.put(site.getKey(), url);
            } else if (!text.isEmpty()) {
                fault(key + ".url", text, "must be http(s)://host:port");
            }
        }
        return urls;
    }

    static @Nullable URI httpUrl(String text) {
        try {
            var url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return http && url.getHost() != null && url.getQuery() == null ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private SortedMap<String, IntakeSettings> intakes(Map<String, PeersConfiguration.Intake> written) {
        var intakes = new TreeMap<String, IntakeSettings>();
        for (Map.Entry<String, PeersConfiguration.Intake> entry : new TreeMap<>(written).entrySet()) {
            String name = entry.getKey();
            String key = "crossweave.intakes.\"" + name + "\"";
            checkRegion(key, name);
            IntakeSettings intake = intake(key, entry.getValue(), name.equals(region));
            if (intake != null) {
                intakes.put(name, intake);
            }
        }
        if (!written.isEmpty() && !region.isEmpty() && !written.containsKey(region)) {
            faults.accept("crossweave.intakes has no intake for this site's own region '" + region
                    + "': without one its peers can't reach it");
        }
        return intakes;
    }

    private @Nullable IntakeSettings intake(String key, PeersConfiguration.Intake written, boolean own) {
        String kind = required(key + ".kind", written.kind(), "kafka, eventhubs or pubsub");
        String endpoint = required(key + ".endpoint", written.endpoint(), "where the service is");
        String name = required(key + ".name", written.name(), "the topic or event hub");
        if (!kind.equals("pubsub")) {
            refusePubSubKeys(key, written);
        }
        return switch (kind) {
            case "kafka" -> new IntakeSettings.Kafka(endpoint, name);
            case "eventhubs" -> new IntakeSettings.EventHubs(endpoint, name);
            case "pubsub" -> {
                String project = required(key + ".project", written.project(), "the Google Cloud project");
                String subscription = own
                        ? required(key + ".subscription", written.subscription(), "what this site reads its topic by")
                        : written.subscription().orElse(null);
                yield new IntakeSettings.PubSub(endpoint, project, name, subscription);
            }
            case "" -> null;
            default -> {
                fault(key + ".kind", kind, "must be kafka, eventhubs or pubsub");
                yield null;
            }
        };
    }

    private void refusePubSubKeys(String key, PeersConfiguration.Intake written) {
        written.project().ifPresent(value -> fault(key + ".project", value, "is only for the kind pubsub"));
        written.subscription().ifPresent(value -> fault(key + ".subscription", value, "is only for the kind pubsub"));
    }

    private void checkRegion(String key, String name) {
        try {
            SiteId.requireRegion(name);
        } catch (IllegalArgumentException e) {
            namesFit = false;
            faults.accept(key + ": " + e.getMessage());
        }
    }

    private String required(String key, Optional<String> value, String meaning) {
        if (value.isEmpty() || value.get().isBlank()) {
            faults.accept(key + " is missing: " + meaning);
            return "";
        }
        return value.get();
    }

    private void fault(String key, String value, String allowed) {
        faults.accept(key + " = '" + value + "' " + allowed);
    }
}
