package io.crossweave.app.configuration;

import io.crossweave.core.membership.Topology;
import java.net.URI;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who the members are, checked.
 *
 * @param topology all members, this site among them
 * @param intakes by region; all that are reached directly are among them, and this site's own where it has peers
 * @param siteUrls where the other sites' own APIs are, by region, as far as that is configured
 */
public record PeersSettings(
        Topology topology, SortedMap<String, IntakeSettings> intakes, SortedMap<String, URI> siteUrls) {
    public PeersSettings {
        intakes = Collections.unmodifiableSortedMap(new TreeMap<>(intakes));
        siteUrls = Collections.unmodifiableSortedMap(new TreeMap<>(siteUrls));
    }

    /** The intakes of those that a site reaches directly, by region. */
    public SortedMap<String, IntakeSettings> neighbours(String region) {
        var neighbours = new TreeMap<>(intakes);
        neighbours.keySet().retainAll(topology.neighbours(region));
        return Collections.unmodifiableSortedMap(neighbours);
    }
}
