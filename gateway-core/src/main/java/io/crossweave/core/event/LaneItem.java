package io.crossweave.core.event;

import io.crossweave.core.model.ContextKey;

/** What an envelope carries for one destination, in the order of the lane. */
public sealed interface LaneItem permits CausalItem, SharersNotice, Restatement, RestatementApplied {
    ContextKey key();
}
