package io.crossweave.core.event;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.SiteId;

/**
 * A destination's answer to a restatement: it holds nothing any more that this did not list, and refuses what is of a lower epoch (L11).
 *
 * @param site whose dots were restated: a site of the one that this goes to
 * @param fromCounter the first dot that was restated
 * @param lastCounter the last one
 * @param projectionEpoch the restatement's
 * @param sendFrom the first of those dots that the destination needs again, because it dropped what waited of a lower epoch; 0 = none
 */
public record RestatementApplied(
        ContextKey key, SiteId site, long fromCounter, long lastCounter, long projectionEpoch, long sendFrom)
        implements LaneItem {}
