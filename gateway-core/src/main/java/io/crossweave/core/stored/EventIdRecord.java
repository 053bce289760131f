package io.crossweave.core.stored;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.BodyHash;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;

/**
 * What is remembered of a client's event id (L1): the dot that has its effect, and the answer that a retry gets.
 *
 * @param version the context's vector right after the dot was applied here
 */
public record EventIdRecord(Dot dot, Hlc hlc, BodyHash bodyHash, VersionVector version) {}
