package io.crossweave.core.context;

import io.crossweave.core.membership.Members;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.spi.ReleasePolicy;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What all context lanes of a site have in common.
 *
 * @param members the sites that count now
 * @param types context types by name
 * @param inbox what may wait in each lane
 * @param quarantine what each lane keeps that can't be applied here
 * @param hashes the key of the hashes of what is held (L14)
 */
public record LaneSettings(
        SiteId site,
        Members members,
        Map<String, ContextType> types,
        ReleasePolicy policy,
        InboxBounds inbox,
        QuarantineBounds quarantine,
        SetHashKey hashes) {
    public LaneSettings {
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

    /** With peers that all are reached directly, and stay the same. */
    public LaneSettings(
            SiteId site,
            SortedSet<String> peers,
            Map<String, ContextType> types,
            ReleasePolicy policy,
            InboxBounds inbox,
            QuarantineBounds quarantine) {
        this(site, Members.mesh(site.region(), peers), types, policy, inbox, quarantine, SetHashKey.PUBLIC);
    }

    public LaneSettings(
            SiteId site, Members members, Map<String, ContextType> types, ReleasePolicy policy, SetHashKey hashes) {
        this(site, members, types, policy, InboxBounds.DEFAULT, QuarantineBounds.DEFAULT, hashes);
    }
}
