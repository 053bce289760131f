package io.crossweave.core.repair;

import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.spi.ReleasePolicy;

/**
 * What all of a site's repair has in common.
 *
 * @param everyMs how often a destination is compared, and the store looked through
 */
public record RepairSettings(SiteId site, ReleasePolicy policy, SetHashKey hashes, long everyMs) {}
