package io.crossweave.core.gateway;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;

/** Names a quarantined item: its context, and its first dot there. */
public record QuarantineId(ContextKey key, Dot dot) {}
