package io.crossweave.core.causality;

import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;

/**
 * What makes a change an event: its dot, the vector it depends on (its own site's previous dot included), its hybrid clock value and
 * the client's event id.
 */
public record Stamp(Dot dot, VersionVector depends, Hlc hlc, String eventId) {}
