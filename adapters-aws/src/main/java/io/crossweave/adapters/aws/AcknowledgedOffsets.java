package io.crossweave.adapters.aws;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * How far one partition may be committed: up to its first delivery that is not acknowledged. Acknowledgements come in any order and from
 * any thread. Bounded by the subscription, which delivers no more than it may have unacknowledged.
 */
final class AcknowledgedOffsets {
    private final TreeSet<Long> unacknowledged = new TreeSet<>();
    private long end;
    private long committed;

    /** A delivery is about to be handed over; offsets ascend, and may have gaps. */
    synchronized void delivering(long offset) {
        if (end == 0) {
            committed = offset;
        }
        unacknowledged.add(offset);
        end = offset + 1;
    }

    synchronized void acknowledged(long offset) {
        unacknowledged.remove(offset);
    }

    /** The offset from which the group should read next time, if that is further than what was last committed. */
    synchronized OptionalLong committable() {
        long next = unacknowledged.isEmpty() ? end : unacknowledged.first();
        return next > committed ? OptionalLong.of(next) : OptionalLong.empty();
    }

    synchronized void committed(long next) {
        committed = Math.max(committed, next);
    }
}
