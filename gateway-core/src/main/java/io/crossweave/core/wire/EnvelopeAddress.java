package io.crossweave.core.wire;

import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import java.util.Optional;

/**
 * Where an envelope comes from, where it goes and its place there.
 *
 * @param lane empty for CONTROL and KEY envelopes, whose number is the control sequence
 * @param linkEpoch a new one at each start of the origin, monotone, from 1
 * @param number dense per (link, lane, link epoch), from 1
 */
public record EnvelopeAddress(
        EnvelopeKind kind, SiteId origin, String destination, Optional<LaneId> lane, long linkEpoch, long number) {
    public EnvelopeAddress {
        SiteId.requireRegion(destination);
        if (lane.isPresent() != (kind == EnvelopeKind.DATA)) {
            throw new IllegalArgumentException(
                    kind + " envelope " + (lane.isPresent() ? "in lane " + lane.get() : "without a lane"));
        }
        if (linkEpoch < 1 || number < 1) {
            throw new IllegalArgumentException("link epoch " + linkEpoch + " and number " + number + " start at 1");
        }
    }
}
