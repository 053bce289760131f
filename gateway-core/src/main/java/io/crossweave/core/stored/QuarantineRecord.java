package io.crossweave.core.stored;

import io.crossweave.core.event.CausalItem;

/** An item that can't be applied, whole, with the reason. */
public record QuarantineRecord(CausalItem item, String reason, int attempts, long firstFailureMs) {}
