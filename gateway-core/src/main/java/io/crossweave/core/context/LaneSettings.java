package io.crossweave.core.context;

import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all context lanes of a site have in common.
 *
 * @param peers the regions that this site has links to
 * @param types context types by name
 * @param inbox what may wait in each lane
 * @param quarantine what each lane keeps that can't be applied here
 */
public record LaneSettings(
        SiteId site,
        SortedSet<String> peers,
        Map<String, ContextType> types,
        ReleasePolicy policy,
        InboxBounds inbox,
        QuarantineBounds quarantine) {
    public LaneSettings {
        peers = Collections.unmodifiableSortedSet(new TreeSet<>(peers));
        types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
    }

    public LaneSettings(SiteId site, SortedSet<String> peers, Map<String, ContextType> types, ReleasePolicy policy) {
        this(site, peers, types, policy, InboxBounds.DEFAULT);
    }

    public LaneSettings(
            SiteId site,
            SortedSet<String> peers,
            Map<String, ContextType> types,
            ReleasePolicy policy,
            InboxBounds inbox) {
        this(site, peers, types, policy, inbox, QuarantineBounds.DEFAULT);
    }
}
