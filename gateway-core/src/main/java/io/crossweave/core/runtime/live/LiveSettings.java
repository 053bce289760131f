package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.SilenceBounds;
import io.crossweave.core.membership.Topology;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.repair.RepairPlan;
import io.crossweave.core.spi.EnvelopeOpener;
import io.crossweave.core.spi.EnvelopeSealer;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.core.spi.Transport;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a running site is made of.
 *
 * @param linkEpoch greater than in any earlier run of this store
 * @param intake this site's own intake; null where it has no peers
 * @param links the intakes of the peers that it reaches directly, by region
 * @param topology who the members are, this site among them, and how they reach each other
 * @param silence when a silent peer is suspect, partitioned, and alerted of
 * @param storeBytesMax size of the store from which on publishers are turned away
 * @param historyMs for how long the history of contexts is kept
 * @param repair how it looks for silent differences
 */
public record LiveSettings(
        SiteId site,
        long linkEpoch,
        Map<String, ContextType> types,
        ReleasePolicy policy,
        EnvelopeSealer sealer,
        EnvelopeOpener opener,
        @Nullable Transport intake,
        Map<String, Transport> links,
        Topology topology,
        SilenceBounds silence,
        long storeBytesMax,
        long historyMs,
        RepairPlan repair) {
    public LiveSettings {
        types = Collections.unmodifiableMap(new TreeMap<>(types));
        links = Collections.unmodifiableMap(new TreeMap<>(links));
    }

    /** Settings with the default time that history is kept. */
    public LiveSettings(
            SiteId site,
            long linkEpoch,
            Map<String, ContextType> types,
            ReleasePolicy policy,
            EnvelopeSealer sealer,
            EnvelopeOpener opener,
            @Nullable Transport intake,
            Map<String, Transport> links,
            Topology topology,
            SilenceBounds silence,
            long storeBytesMax) {
        this(
                site,
                linkEpoch,
                types,
                policy,
                sealer,
                opener,
                intake,
                links,
                topology,
                silence,
                storeBytesMax,
                Limits.HISTORY_MS,
                RepairPlan.DEFAULT);
    }

    /** Settings of a site that reaches all its peers directly. */
    public LiveSettings(
            SiteId site,
            long linkEpoch,
            Map<String, ContextType> types,
            ReleasePolicy policy,
            EnvelopeSealer sealer,
            EnvelopeOpener opener,
            @Nullable Transport intake,
            Map<String, Transport> links,
            SilenceBounds silence,
            long storeBytesMax) {
        this(site, linkEpoch, types, policy, sealer, opener, intake, links, mesh(site, links), silence, storeBytesMax);
    }

    private static Topology mesh(SiteId site, Map<String, Transport> links) {
        var regions = new TreeSet<>(links.keySet());
        regions.add(site.region());
        return Topology.mesh(regions);
    }

    /** The same with the default bounds. */
    public LiveSettings(
            SiteId site,
            long linkEpoch,
            Map<String, ContextType> types,
            ReleasePolicy policy,
            EnvelopeSealer sealer,
            EnvelopeOpener opener,
            @Nullable Transport intake,
            Map<String, Transport> links) {
        this(
                site,
                linkEpoch,
                types,
                policy,
                sealer,
                opener,
                intake,
                links,
                SilenceBounds.DEFAULT,
                Limits.STORE_BYTES_MAX);
    }

    /** The same, but history is kept for another time. */
    public LiveSettings keepingHistory(long keptMs) {
        return new LiveSettings(
                site,
                linkEpoch,
                types,
                policy,
                sealer,
                opener,
                intake,
                links,
                topology,
                silence,
                storeBytesMax,
                keptMs,
                repair);
    }

    /** The same, but it looks for silent differences in another way. */
    public LiveSettings repairing(RepairPlan plan) {
        return new LiveSettings(
                site,
                linkEpoch,
                types,
                policy,
                sealer,
                opener,
                intake,
                links,
                topology,
                silence,
                storeBytesMax,
                historyMs,
                plan);
    }

    /** The same of the site as it is now. */
    LiveSettings as(SiteId current, long epoch) {
        return new LiveSettings(
                current,
                epoch,
                types,
                policy,
                sealer,
                opener,
                intake,
                links,
                topology,
                silence,
                storeBytesMax,
                historyMs,
                repair);
    }

    /** The same with another way to this site's own intake. */
    LiveSettings from(@Nullable Transport handedOn) {
        return new LiveSettings(
                site,
                linkEpoch,
                types,
                policy,
                sealer,
                opener,
                handedOn,
                links,
                topology,
                silence,
                storeBytesMax,
                historyMs,
                repair);
    }

    /** The same under a policy that may change. */
    LiveSettings under(ReleasePolicy changing) {
        return new LiveSettings(
                site,
                linkEpoch,
                types,
                changing,
                sealer,
                opener,
                intake,
                links,
                topology,
                silence,
                storeBytesMax,
                historyMs,
                repair);
    }
}
