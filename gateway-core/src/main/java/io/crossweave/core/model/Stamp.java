package io.crossweave.core.model;

import io.crossweave.core.causality.VersionVector;

/**
 * What makes a change an event: its dot, the vector it depends on (its own site's previous dot included), its hybrid clock value and
 * the client's event id.
 */
public record Stamp(Dot dot, VersionVector depends, Hlc hlc, String eventId) {}
