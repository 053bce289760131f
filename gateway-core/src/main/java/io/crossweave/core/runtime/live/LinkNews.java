package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.link.HeardBeat;
import io.crossweave.core.link.Heartbeat;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.stored.ReceivedMark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What other threads tell a link runner: bounded, and never a wait for those who tell. */
final class LinkNews {
    private static final int HANDED_OVER_MAX = 4_096;

    /** A number whose send ended without acceptance. */
    record Failure(LaneId lane, long number, long retryAtMs) {}

    /**
     * Everything that was told since the last time.
     *
     * @param skippedTo the last position of each shard's log that found no room in the hand-over, 0 where there is none; before {@code logged}
     * @param confirmed the greatest confirmed number of each shard so far
     * @param applied the applied number of each shard that was told last; less than 0 where none was since
     * @param missing numbers that the destination asks for, by shard
     * @param turnedAway numbers that the destination had no room for
     * @param heard the last heartbeat that all of this is from
     */
    record Taken(
            List<Long> skippedTo,
            List<LogRow> logged,
            List<Failure> failures,
            List<Long> confirmed,
            List<Long> applied,
            Map<Integer, List<ReceivedMark.Range>> missing,
            List<Heartbeat.TurnedAway> turnedAway,
            HeardBeat heard) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Deque<LogRow> handedOver = new ArrayDeque<>();
    private final long[] skippedTo = new long[Limits.SHARDS];
    /** The last confirmation and the last ask of each shard: newer ones replace older ones, so silence of a broker can't pile them up. */
    private final long[] confirmed = new long[Limits.SHARDS];

    private final long[] applied = new long[Limits.SHARDS];

    private final Map<Integer, List<ReceivedMark.Range>> missing = new TreeMap<>();
    /** As of the last heartbeat that named some: what an older one said in vain is asked for again. */
    private List<Heartbeat.TurnedAway> turnedAway = List.of();

    private HeardBeat heard = HeardBeat.NONE;
    /** Bounded by the frames that may be under way. */
    private final Deque<Failure> failures = new ArrayDeque<>();

    private boolean told;

    LinkNews() {
        Arrays.fill(applied, -1);
    }

    /** A record was committed. Where there is no room the oldest one is left to be read from the store. */
    void logged(LogRow record) {
        tell(() -> {
            if (handedOver.size() >= HANDED_OVER_MAX) {
                LogRow skipped = handedOver.removeFirst();
                // Its lane must still hear that its log grew: perhaps no other record of the lane follows.
                skippedTo[skipped.lane().shard()] = skipped.position();
            }
            handedOver.add(record);
        });
    }

    /** A lane's log reaches so far, and not all of it is handed over. */
    void logReaches(LaneId lane, long position) {
        tell(() -> skippedTo[lane.shard()] = Math.max(skippedTo[lane.shard()], position));
    }

    void confirmed(LaneId lane, long cumulative) {
        tell(() -> confirmed[lane.shard()] = Math.max(confirmed[lane.shard()], cumulative));
    }

    void applied(LaneId lane, long number) {
        tell(() -> applied[lane.shard()] = number);
    }

    void missing(LaneId lane, List<ReceivedMark.Range> ranges) {
        tell(() -> missing.put(lane.shard(), ranges));
    }

    /** A heartbeat named numbers that it turned away, perhaps none. */
    void turnedAway(HeardBeat beat, List<Heartbeat.TurnedAway> numbers) {
        tell(() -> {
            turnedAway = numbers.isEmpty() ? turnedAway : numbers;
            heard = beat;
        });
    }

    void failed(Failure failure) {
        tell(() -> failures.add(failure));
    }

    private void tell(Runnable note) {
        lock.lock();
        try {
            note.run();
            told = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until something is told, or for so long. */
    void await(long waitMs) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(waitMs);
        lock.lockInterruptibly();
        try {
            while (!told && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    Taken take() {
        lock.lock();
        try {
            var taken = new Taken(
                    copy(skippedTo),
                    List.copyOf(handedOver),
                    List.copyOf(failures),
                    copy(confirmed),
                    copy(applied),
                    new TreeMap<>(missing),
                    turnedAway,
                    heard);
            Arrays.fill(skippedTo, 0);
            Arrays.fill(applied, -1);
            handedOver.clear();
            failures.clear();
            missing.clear();
            turnedAway = List.of();
            told = false;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private static List<Long> copy(long[] values) {
        var copy = new ArrayList<Long>(values.length);
        for (long value : values) {
            copy.add(value);
        }
        return copy;
    }
}
