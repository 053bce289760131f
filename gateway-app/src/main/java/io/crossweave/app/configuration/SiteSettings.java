package io.crossweave.app.configuration;

import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.repair.RepairPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The checked configuration of a site.
 *
 * @param dataDirectory exists and is writable
 * @param witnessDirectory where the store's witness lies; exists and is writable where it is configured, else the store's own
 * @param keysDirectory exists
 * @param contextTypesFile readable
 * @param policyFile readable
 * @param peersSource the file that {@code peers} was read from, and that is read again; null where it stands in the configuration
 * @param peers who the members are at the start
 * @param startWaitMs after so long a start is content with the answers of some peers, or with a witness elsewhere
 * @param historyMs for how long the history of contexts is kept
 * @param repair how it looks for silent differences
 */
public record SiteSettings(
        String region,
        Path dataDirectory,
        Path witnessDirectory,
        Path keysDirectory,
        Path contextTypesFile,
        Path policyFile,
        TokenSettings tokens,
        @Nullable PeersSource peersSource,
        PeersSettings peers,
        SilenceBounds silence,
        HomeRequests homeRequests,
        ResolverSettings resolvers,
        long historyMs,
        RepairPlan repair,
        long startWaitMs) {
    /** What becomes of a request for a context type whose home is another site. */
    public enum HomeRequests {
        FORWARD,
        REFUSE
    }

    /** Whether the witness survives a loss of the data directory. */
    public boolean hasWitnessElsewhere() {
        return !witnessDirectory.startsWith(dataDirectory);
    }

    public boolean forwardsHome() {
        return homeRequests == HomeRequests.FORWARD;
    }

    /** Where this site takes frames in; null for a site without peers. */
    public @Nullable IntakeSettings ownIntake() {
        return peers.intakes().get(region);
    }
}
