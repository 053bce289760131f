package io.crossweave.app.configuration;

import io.crossweave.core.link.SilenceBounds;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The checked configuration of a site.
 *
 * @param dataDirectory exists and is writable
 * @param witnessDirectory where the store's witness lies; exists and is writable where it is configured, else the store's own
 * @param keysDirectory exists
 * @param contextTypesFile readable
 * @param policyFile readable
 * @param intakes by region; either empty, for a site without peers, or with one for {@code region} itself
 * @param siteUrls where the other sites' own APIs are, by region, as far as that is configured
 * @param historyMs for how long the history of contexts is kept
 */
public record SiteSettings(
        String region,
        Path dataDirectory,
        Path witnessDirectory,
        Path keysDirectory,
        Path contextTypesFile,
        Path policyFile,
        TokenSettings tokens,
        SortedMap<String, IntakeSettings> intakes,
        SilenceBounds silence,
        SortedMap<String, URI> siteUrls,
        HomeRequests homeRequests,
        ResolverSettings resolvers,
        long historyMs) {
    /** What becomes of a request for a context type whose home is another site. */
    public enum HomeRequests {
        FORWARD,
        REFUSE
    }

    public SiteSettings {
        siteUrls = Collections.unmodifiableSortedMap(new TreeMap<>(siteUrls));
        intakes = Collections.unmodifiableSortedMap(new TreeMap<>(intakes));
    }

    public boolean forwardsHome() {
        return homeRequests == HomeRequests.FORWARD;
    }

    /** Where this site takes frames in; null for a site without peers. */
    public @Nullable IntakeSettings ownIntake() {
        return intakes.get(region);
    }

    /** The intakes of the other sites, by region. */
    public SortedMap<String, IntakeSettings> peerIntakes() {
        var peers = new TreeMap<>(intakes);
        peers.remove(region);
        return Collections.unmodifiableSortedMap(peers);
    }
}
