package io.crossweave.core.runtime.live;

import io.crossweave.core.rows.MemberRows;
import io.crossweave.core.rows.PolicyRows;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** What a site keeps of its members, durable before anything follows from it. */
final class MemberLedger {
    private static final int ROWS_OF_A_BATCH = 4_096;

    private final ContextStore store;
    private final MemberRows rows;
    private final LiveClock clock;

    MemberLedger(ContextStore store, LiveClock clock) {
        this.store = store;
        this.rows = new MemberRows(store);
        this.clock = clock;
    }

    /** Brings what is kept in line with the peers of a start: others than at the last stop come or go as they would while the site runs. */
    void begin(SortedSet<String> peers) {
        boolean first = new PolicyRows(store).policy() == null;
        SortedSet<String> known = rows.members();
        SortedSet<String> evicted = rows.evicted();
        var batch = new WriteBatch();
        for (String peer : peers) {
            if (first) {
                rows.put(batch, peer, clock.nowMs());
            } else if (!known.contains(peer) || evicted.contains(peer)) {
                // Of one that was evicted the log has nothing any more.
                rows.join(batch, peer, clock.nowMs());
            }
        }
        var gone = new TreeSet<>(known);
        gone.removeAll(peers);
        gone.forEach(peer -> rows.retire(batch, peer, clock.nowMs()));
        commit(batch);
        forgetExpected(rows.retired());
    }

    /** Who was a member once and is none. */
    SortedSet<String> retired() {
        return rows.retired();
    }

    void join(Collection<String> peers) {
        var batch = new WriteBatch();
        peers.forEach(peer -> rows.join(batch, peer, clock.nowMs()));
        commit(batch);
    }

    void evict(String peer) {
        var batch = new WriteBatch();
        rows.evict(batch, peer, clock.nowMs());
        commit(batch);
    }

    void retire(Collection<String> peers) {
        var batch = new WriteBatch();
        peers.forEach(peer -> rows.retire(batch, peer, clock.nowMs()));
        commit(batch);
        forgetExpected(peers);
    }

    /** What a stop leaves of it, or repair writes meanwhile, goes at the next start. */
    private void forgetExpected(Collection<String> peers) {
        for (String peer : peers) {
            int forgotten;
            do {
                var batch = new WriteBatch();
                forgotten = rows.forgetExpected(batch, peer, ROWS_OF_A_BATCH);
                commit(batch);
            } while (forgotten > 0);
        }
    }

    private void commit(WriteBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        var done = new CompletableFuture<CommitOutcome>();
        store.commit(batch, done::complete);
        try {
            if (done.get() instanceof CommitOutcome.Unknown(Throwable cause)) {
                throw new IllegalStateException("the members could not be stored", cause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while storing the members", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the members could not be stored", e);
        }
    }
}
