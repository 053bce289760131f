package io.crossweave.core.runtime.live;

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
 * @param notBeforeMs the last time that this store is known to have reached, 0 for a new one
 */
public record SiteIdentity(SiteId site, long linkEpoch, long notBeforeMs) {
    private static final byte[] SITE = StoreKeys.mark("site");
    private static final byte[] LINK_EPOCH = StoreKeys.mark("link-epoch");
    private static final byte[] CLOCK = StoreKeys.mark("clock");

    /**
     * Reads who the store belongs to, or makes it this region's, and begins a new link epoch.
     *
     * @throws IllegalStateException when the store belongs to another region or can't be written
     */
    public static SiteIdentity establish(ContextStore store, String region) {
        try {
            byte[] held = store.get(SITE);
            SiteId site = held == null ? new SiteId(region, new SecureRandom().nextLong()) : SiteIdCodec.decode(held);
            if (!site.region().equals(region)) {
                throw new IllegalStateException(
                        "the store belongs to " + site.region() + ", but this site is configured as " + region);
            }
            long linkEpoch = number(store, LINK_EPOCH) + 1;
            var batch = new WriteBatch()
                    .put(SITE, SiteIdCodec.encode(site))
                    .put(LINK_EPOCH, StoredNumber.encode(linkEpoch));
            commit(store, batch);
            return new SiteIdentity(site, linkEpoch, number(store, CLOCK));
        } catch (WireFormatException e) {
            throw new IllegalStateException("the store's identity can't be read: " + e.reason(), e);
        }
    }

    /** Notes how far the site clock has come, so that a start with a wall clock behind it is not believed (L7). */
    static void noteClock(ContextStore store, long nowMs) {
        // A lost note only means an older one at the next start.
        store.commit(new WriteBatch().put(CLOCK, StoredNumber.encode(nowMs)), outcome -> {});
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
