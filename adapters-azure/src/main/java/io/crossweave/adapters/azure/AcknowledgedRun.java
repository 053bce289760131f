package io.crossweave.adapters.azure;

import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * How far a partition is acknowledged without a gap. A position says that everything up to it is done, so an
 * acknowledgement moves it only past what nobody waits for any more. Called from any thread.
 */
final class AcknowledgedRun {
    private final LongConsumer save;
    private final TreeSet<Long> outstanding = new TreeSet<>();
    private long delivered;
    private long saved;

    /** @param saved the last position of which everything up to and including it is acknowledged */
    AcknowledgedRun(long saved, LongConsumer save) {
        this.saved = saved;
        this.delivered = saved;
        this.save = save;
    }

    /** The number after the last one that the sink took: where a new receiver starts. */
    synchronized long next() {
        return delivered + 1;
    }

    /** Before the sink gets it: it may acknowledge while it takes it. */
    synchronized void hands(long sequence) {
        outstanding.add(sequence);
    }

    /** The sink has taken it. */
    synchronized void delivered(long sequence) {
        delivered = Math.max(delivered, sequence);
        advance();
    }

    synchronized void acknowledge(long sequence) {
        if (outstanding.remove(sequence)) {
            advance();
        }
    }

    private void advance() {
        long position = outstanding.isEmpty() ? delivered : Math.min(delivered, outstanding.first() - 1);
        if (position > saved) {
            saved = position;
            save.accept(position);
        }
    }
}
