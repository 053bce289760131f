package io.crossweave.core.context;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.membership.Members;
import io.crossweave.core.model.SiteId;

/**
 * Which dots that an event depends on are waited for. Only a dot's origin may send it (L9), so what is missing of a site that has gone for good
 * comes from nobody: it counts as satisfied. What is here of that site, and waits itself, goes first.
 */
final class AbsentDots {
    private final Members members;
    private final LaneInbox inbox;

    AbsentDots(Members members, LaneInbox inbox) {
        this.members = members;
        this.inbox = inbox;
    }

    /** Whether all is here that an event depends on and that can still come. */
    boolean areAllHere(StampedEvent event, VersionVector vector, long nowMs) {
        VersionVector depends = event.stamp().depends();
        if (vector.covers(depends)) {
            return true;
        }
        for (int i = 0; i < depends.size(); i++) {
            SiteId site = depends.siteAt(i);
            long missing = depends.counterAt(i);
            long here = vector.get(site);
            boolean waits = here < missing
                    && (!members.isGone(site.region(), nowMs)
                            || here < Math.min(missing, inbox.reach(event.key(), site, here)));
            if (waits) {
                return false;
            }
        }
        return true;
    }
}
