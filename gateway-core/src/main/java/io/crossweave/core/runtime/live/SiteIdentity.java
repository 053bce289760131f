package io.crossweave.core.runtime.live;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.CommitOutcome;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.core.wire.stored.SiteIdCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import java.security.SecureRandom;
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
    private static final byte[] SITE = StoreKeys.mark("site");
    private static final byte[] LINK_EPOCH = StoreKeys.mark("link-epoch");
    private static final byte[] CLOCK = StoreKeys.mark("clock");

    /**
     * Reads who the store belongs to, or makes it this region's, begins a new link epoch and reserves time for its clock.
     *
     * @param wallMs what the wall clock shows
     * @throws IllegalStateException when the store belongs to another region or can't be written
     */
    public static SiteIdentity establish(ContextStore store, String region, long wallMs) {
        try {
            byte[] held = store.get(SITE);
            SiteId site = held == null ? new SiteId(region, new SecureRandom().nextLong()) : SiteIdCodec.decode(held);
            if (!site.region().equals(region)) {
                throw new IllegalStateException(
                        "the store belongs to " + site.region() + ", but this site is configured as " + region);
            }
            long linkEpoch = number(store, LINK_EPOCH) + 1;
            long notBeforeMs = number(store, CLOCK);
            // Not beyond what was reserved already, else starts that fail soon would take the clock further and further
            // ahead.
            long reservedMs = Math.max(wallMs + Limits.CLOCK_RESERVE_MS, notBeforeMs);
            var batch = new WriteBatch()
                    .put(SITE, SiteIdCodec.encode(site))
                    .put(LINK_EPOCH, StoredNumber.encode(linkEpoch))
                    .put(CLOCK, StoredNumber.encode(reservedMs));
            commit(store, batch);
            return new SiteIdentity(site, linkEpoch, notBeforeMs, reservedMs);
        } catch (WireFormatException e) {
            throw new IllegalStateException("the store's identity can't be read: " + e.reason(), e);
        }
    }

    /** A link epoch of this run that no link had before. */
    static long nextLinkEpoch(ContextStore store) {
        try {
            long next = number(store, LINK_EPOCH) + 1;
            commit(store, new WriteBatch().put(LINK_EPOCH, StoredNumber.encode(next)));
            return next;
        } catch (WireFormatException e) {
            throw new IllegalStateException("the store's link epoch can't be read: " + e.reason(), e);
        }
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

    private static long number(ContextStore store, byte[] mark) throws WireFormatException {
        byte[] value = store.get(mark);
        return value == null ? 0 : StoredNumber.decode(value);
    }

    private static void commit(ContextStore store, WriteBatch batch) {
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
