package io.crossweave.simulator.site;

import io.crossweave.core.membership.Members;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ReleasePolicy;
import io.crossweave.crypto.keystore.SiteKeys;
import java.util.Map;
import java.util.SortedSet;

/**
 * How a site is configured.
 *
 * @param shards those that anything comes into; a real site runs all
 * @param policy what it follows at first
 * @param tidied contexts whose history is kept for a short time only
 * @param repairEveryMs how often it looks for silent differences by itself
 */
public record SiteSettings(
        SiteId id,
        Members members,
        Map<String, ContextType> types,
        SortedSet<Integer> shards,
        SortedSet<ContextKey> tidied,
        ReleasePolicy policy,
        SiteKeys keys,
        long repairEveryMs) {
    /** The other sites. */
    SortedSet<String> peers() {
        return members.peers();
    }
}
