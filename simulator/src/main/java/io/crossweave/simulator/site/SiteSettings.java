package io.crossweave.simulator.site;

import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.crypto.keystore.SiteKeys;
import io.crossweave.simulator.policy.SimulatedPolicy;
import java.util.Map;
import java.util.SortedSet;

/**
 * How a site is configured.
 *
 * @param shards those that anything comes into; a real site runs all
 */
public record SiteSettings(
        SiteId id,
        SortedSet<String> peers,
        Map<String, ContextType> types,
        SortedSet<Integer> shards,
        SimulatedPolicy policy,
        SiteKeys keys) {}
