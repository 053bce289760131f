package io.crossweave.core.runtime.live;

import io.crossweave.core.incarnation.SiteStart;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import java.security.SecureRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Who a site is in this run: its incarnation, drawn once for a store, and a link epoch that is new at each start. Both are durable before
 * anything is stamped or sent under them.
 *
 * @param notBeforeMs the time that former starts on this store had reserved, 0 for a new one: they may have told and stamped all before it
 * @param reservedMs the time that this start has reserved
 */
public record SiteIdentity(SiteId site, long linkEpoch, long notBeforeMs, long reservedMs) {
    private static final byte[] CLOCK = StoreKeys.mark("clock");

    /**
     * Reads who the store belongs to, or makes it this region's, begins a new link epoch and reserves time for its clock; of a site that has
     * nobody to ask what is known of it.
     *
     * @param wallMs what the wall clock shows
     * @throws IllegalStateException when the store belongs to another region or can't be written
     */
    public static SiteIdentity establish(ContextStore store, String region, long wallMs) {
        var settings = new SiteStart.Settings(
                region, new TreeSet<>(), SiteStart.Witness.NONE, 0, new SecureRandom()::nextLong);
        return of(new SiteStart(settings, store, batch -> commit(store, batch), wallMs), store, wallMs);
    }

    /** Of a site that may serve from now on. */
    public static SiteIdentity of(SiteStart start, ContextStore store, long wallMs) {
        long notBeforeMs = new LifeRows(store).clockMs();
        // Not beyond what was reserved already, else starts that fail soon would take the clock further and further
        // ahead.
        long reservedMs = Math.max(wallMs + Limits.CLOCK_RESERVE_MS, notBeforeMs);
        commit(store, new WriteBatch().put(CLOCK, StoredNumber.encode(reservedMs)));
        return new SiteIdentity(start.site(), start.linkEpoch(), notBeforeMs, reservedMs);
    }

    /** A link epoch of this run that no link had before. */
    static long nextLinkEpoch(ContextStore store) {
        var rows = new LifeRows(store);
        long next = rows.linkEpoch() + 1;
        commit(store, rows.putLinkEpoch(new WriteBatch(), next));
        return next;
    }

    /** Reserves time for the site clock, so that a start with a wall clock behind it is not believed (L7). */
    static void reserve(ContextStore store, LiveClock clock) {
        long untilMs = clock.toReserveMs();
        store.commit(new WriteBatch().put(CLOCK, StoredNumber.encode(untilMs)), outcome -> {
            if (outcome instanceof CommitOutcome.Committed) {
                clock.reserved(untilMs);
            }
        });
    }

    /** Returns when the batch is durable. */
    public static void commit(ContextStore store, WriteBatch batch) {
        var done = new CompletableFuture<CommitOutcome>();
        store.commit(batch, done::complete);
        try {
            if (done.get() instanceof CommitOutcome.Unknown(Throwable cause)) {
                throw new IllegalStateException("the site's identity could not be stored", cause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while storing the site's identity", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the site's identity could not be stored", e);
        }
    }
}
