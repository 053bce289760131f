package io.crossweave.clouds.pubsub;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription still has to deliver, as a state machine without a clock and without threads.
 *
 * <p>Messages stand in runs: one run per ordering key, or one per message where there is no order. Within a run the
 * handed-out messages stand before the waiting ones. A nack or an expired lease puts its message and all handed-out
 * ones after it back in front of the waiting ones, in order, acknowledged ones included.
 */
final class Backlog {

    /** Positions only, so this is some 100 MB at most; the service itself keeps what it accepted. */
    static final int UNSETTLED_MESSAGES_MAX = 1_000_000;

    private final boolean ordered;
    private final LongConsumer settled;
    private final Map<String, Run> runsByKey = new HashMap<>();
    private final LinkedHashSet<Run> ready = new LinkedHashSet<>();
    private final Map<String, Lease> leases = new LinkedHashMap<>();
    private int unsettled;
    private long leasesGiven;

    /** The consumer takes the ids of messages that never need to be delivered again. */
    Backlog(boolean ordered, LongConsumer settled) {
        this.ordered = ordered;
        this.settled = settled;
    }

    /** A message in the hands of a consumer. */
    static final class Lease {
        final String ackId;
        final Stored message;
        final Consumer holder;
        private final Run run;
        private long deadlineNanos;
        private boolean acknowledged;

        private Lease(String ackId, Stored message, Consumer holder, Run run, long deadlineNanos) {
            this.ackId = ackId;
            this.message = message;
            this.holder = holder;
            this.run = run;
            this.deadlineNanos = deadlineNanos;
        }
    }

    private static final class Run {
        final ArrayDeque<Lease> handedOut = new ArrayDeque<>();
        final ArrayDeque<Stored> waiting = new ArrayDeque<>();

        /** While messages are handed out, the key belongs to one consumer: two could finish in the wrong order. */
        boolean isFor(Consumer consumer) {
            Lease first = handedOut.peekFirst();
            return first == null || first.holder.equals(consumer);
        }
    }

    boolean isFull() {
        return unsettled >= UNSETTLED_MESSAGES_MAX;
    }

    void add(Stored message) {
        boolean keyed = ordered && !message.orderingKey().isEmpty();
        Run run = keyed ? runsByKey.computeIfAbsent(message.orderingKey(), key -> new Run()) : new Run();
        run.waiting.addLast(message);
        ready.add(run);
        unsettled++;
    }

    /** The next message that the consumer may have, leased to it; null if there is none now. */
    @Nullable
    Lease next(Consumer consumer, long nowNanos) {
        for (Iterator<Run> runs = ready.iterator(); runs.hasNext(); ) {
            Run run = runs.next();
            if (run.isFor(consumer)) {
                runs.remove();
                return lease(run, run.waiting.removeFirst(), consumer, nowNanos);
            }
        }
        return null;
    }

    private Lease lease(Run run, Stored message, Consumer consumer, long nowNanos) {
        Lease lease = new Lease("lease-" + ++leasesGiven, message, consumer, run, nowNanos + consumer.leaseNanos());
        run.handedOut.addLast(lease);
        leases.put(lease.ackId, lease);
        consumer.took(message.bytes());
        if (!run.waiting.isEmpty()) {
            // To the end of the line: one busy key must not starve the others.
            ready.add(run);
        }
        return lease;
    }

    /** An id that is unknown, settled or expired is ignored, as the service does without exactly-once delivery. */
    void acknowledge(String ackId) {
        Lease lease = leases.remove(ackId);
        if (lease == null) {
            return;
        }
        lease.acknowledged = true;
        lease.holder.released(lease.message.bytes());
        Run run = lease.run;
        // Those after an unsettled one stay: if that one comes again, they come again.
        for (Lease first = run.handedOut.peekFirst();
                first != null && first.acknowledged;
                first = run.handedOut.peekFirst()) {
            run.handedOut.removeFirst();
            unsettled--;
            settled.accept(first.message.messageId());
        }
        if (run.handedOut.isEmpty() && run.waiting.isEmpty()) {
            runsByKey.remove(lease.message.orderingKey(), run);
        }
    }

    /** The message comes again, and after it all that were handed out after it. */
    void nack(String ackId) {
        Lease lease = leases.get(ackId);
        if (lease == null) {
            return;
        }
        Run run = lease.run;
        Lease last;
        do {
            last = run.handedOut.removeLast();
            run.waiting.addFirst(last.message);
            if (leases.remove(last.ackId) != null) {
                last.holder.released(last.message.bytes());
            }
        } while (!last.equals(lease));
        ready.add(run);
    }

    void extend(String ackId, long deadlineNanos) {
        Lease lease = leases.get(ackId);
        if (lease != null) {
            lease.deadlineNanos = deadlineNanos;
        }
    }

    /** Takes back what was not settled in time. */
    void expire(long nowNanos) {
        List<String> expired = new ArrayList<>();
        for (Lease lease : leases.values()) {
            if (lease.deadlineNanos - nowNanos < 0) {
                expired.add(lease.ackId);
            }
        }
        expired.forEach(this::nack);
    }
}
