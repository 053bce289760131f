package io.crossweave.core.stored;

import io.crossweave.core.model.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * How far a destination is told of this site's policies (L11).
 *
 * @param toldEpoch every context that a policy up to this one concerns was restated, or is in the log to be
 * @param sweepEpoch the policy for which contexts are being looked through; the same as {@code toldEpoch} where none is
 * @param after the last context that was looked at for that; null before the first
 */
public record SweepMark(
        long toldEpoch, long sweepEpoch, @Nullable ContextKey after) {
    public static SweepMark told(long epoch) {
        return new SweepMark(epoch, epoch, null);
    }
}
