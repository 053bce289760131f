package io.crossweave.core.runtime.live;

import io.crossweave.core.context.LaneInput;

/** Hands an input to the lane of a shard; waits for room. Throws IllegalStateException when the wait is interrupted. */
@FunctionalInterface
interface LaneEntrance {
    void put(int shard, LaneInput input);
}
