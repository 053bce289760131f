package io.crossweave.core.wire;

import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import java.util.Optional;

/**
 * Where an envelope comes from, where it goes and its place there.
 *
 * @param lane empty for CONTROL and KEY envelopes, whose number is the control sequence
 * @param linkEpoch a new one at each start of the origin, monotone
 * @param number dense per (link, lane, link epoch), from 1
 */
public record EnvelopeAddress(
        EnvelopeKind kind, SiteId origin, String destination, Optional<LaneId> lane, long linkEpoch, long number) {}
