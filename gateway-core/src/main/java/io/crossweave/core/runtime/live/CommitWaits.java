package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.DestinationLane;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.rows.LinkRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who waits for a link's destination to have committed own events. Nothing is noted for events that nobody waits for: whether one has
 * arrived follows from what its lane still owes, and that is looked at by the link's own thread, for the few that are asked about.
 */
final class CommitWaits {
    /** One event that somebody waits for. Only the link's thread changes it. */
    static final class Wait {
        private final ContextKey key;
        private final long counter;
        private final Runnable arrived;
        private long sharedAtMs = Long.MAX_VALUE;
        private long position = -1;

        private Wait(ContextKey key, long counter, Runnable arrived) {
            this.key = key;
            this.counter = counter;
            this.arrived = arrived;
        }
    }

    private final String destination;
    private final LinkRows rows;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Wait> waits = new ArrayList<>();

    CommitWaits(String destination, LinkRows rows) {
        this.destination = destination;
        this.rows = rows;
    }

    /** Calls back once, on the link's thread, when nothing of an own event is owed any more; never where too many wait already. */
    Runnable add(ContextKey key, long counter, Runnable arrived) {
        var wait = new Wait(key, counter, arrived);
        lock.lock();
        try {
            if (waits.size() < Limits.DURABILITY_WAITS_MAX) {
                waits.add(wait);
            }
        } finally {
            lock.unlock();
        }
        return () -> remove(wait);
    }

    private void remove(Wait wait) {
        lock.lock();
        try {
            waits.remove(wait);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks at all that is waited for.
     *
     * @param handedOnMs by shard, up to when everything that was committed is known to the lanes
     */
    void look(DestinationLane[] lanes, long[] handedOnMs, long nowMs) {
        List<Wait> open;
        lock.lock();
        try {
            if (waits.isEmpty()) {
                return;
            }
            open = List.copyOf(waits);
        } finally {
            lock.unlock();
        }
        for (Wait wait : open) {
            int shard = wait.key.shard();
            if (hasArrived(wait, lanes[shard], handedOnMs[shard], nowMs)) {
                remove(wait);
                wait.arrived.run();
            }
        }
    }

    /**
     * A lane owes an event from when it knows the record by which the destination shares the context. So first that is seen to be
     * committed, then everything committed up to then is waited for in the hand-over, and only then is the end of the log noted: the event
     * has arrived when the lane is behind that and owes nothing of it.
     */
    private boolean hasArrived(Wait wait, DestinationLane lane, long handedOnMs, long nowMs) {
        if (wait.sharedAtMs == Long.MAX_VALUE && rows.sharers(wait.key).contains(destination)) {
            wait.sharedAtMs = nowMs;
        }
        if (wait.position < 0 && handedOnMs >= wait.sharedAtMs) {
            wait.position = lane.lastLogged();
        }
        return wait.position >= 0 && lane.isSettled(wait.key, wait.counter, wait.position);
    }
}
