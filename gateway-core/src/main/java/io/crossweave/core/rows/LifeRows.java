package io.crossweave.core.rows;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.Life;
import io.crossweave.core.stored.ReturnedItem;
import io.crossweave.core.wire.stored.KeyRange;
import io.crossweave.core.wire.stored.LifeCodec;
import io.crossweave.core.wire.stored.ReturnedItemCodec;
import io.crossweave.core.wire.stored.SiteIdCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import io.crossweave.core.wire.stored.StoredText;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who a site is, which lives of its peers it knows, and what it has got back of its own lost ones (L15). */
public final class LifeRows {
    private static final byte[] SITE = StoreKeys.mark("site");
    private static final byte[] LINK_EPOCH = StoreKeys.mark("link-epoch");
    private static final byte[] CLOCK = StoreKeys.mark("clock");
    private static final byte[] ASKING = StoreKeys.mark("asking");
    private static final byte[] LOST = StoreKeys.mark("lost");
    private static final byte[] RECOVERING = StoreKeys.mark("recovering");
    /** In the place of where to go on: there is nothing more. No place is named like it. */
    private static final String ALL = ".";

    private final StoredRows rows;

    public LifeRows(ContextStore store) {
        this.rows = new StoredRows(store);
    }

    // ---- this site
    // -----------------------------------------------------------------------------------------------------

    /** Whose store it is; null where nobody's yet. */
    public @Nullable SiteId site() {
        return rows.get(SITE, SiteIdCodec::decode);
    }

    /** The link epoch of the last start; 0 before the first. */
    public long linkEpoch() {
        return number(LINK_EPOCH);
    }

    /** The site clock as it was noted last. */
    public long clockMs() {
        return number(CLOCK);
    }

    private long number(byte[] mark) {
        Long number = rows.get(mark, StoredNumber::decode);
        return number == null ? 0 : number;
    }

    public WriteBatch putSite(WriteBatch batch, SiteId site, long linkEpoch) {
        return putLinkEpoch(batch.put(SITE.clone(), SiteIdCodec.encode(site)), linkEpoch);
    }

    public WriteBatch putLinkEpoch(WriteBatch batch, long linkEpoch) {
        return batch.put(LINK_EPOCH.clone(), StoredNumber.encode(linkEpoch));
    }

    /** How far the site had come when it began to ask what others know of it; null where it does not ask. */
    public @Nullable Life asking() {
        return rows.get(ASKING, LifeCodec::decode);
    }

    public void putAsking(WriteBatch batch, Life found) {
        batch.put(ASKING.clone(), LifeCodec.encode(found));
    }

    /** Whether the site collects what its lost lives have left with others. */
    public boolean isRecovering() {
        return rows.has(RECOVERING);
    }

    /** Whether a witness has said that the store lacks something. */
    public boolean isLost() {
        return rows.has(LOST);
    }

    public void putLost(WriteBatch batch) {
        batch.put(LOST.clone(), StoredNumber.encode(1));
    }

    public void putRecovering(WriteBatch batch) {
        batch.delete(ASKING.clone()).delete(LOST.clone()).put(RECOVERING.clone(), StoredNumber.encode(1));
    }

    public void putServing(WriteBatch batch) {
        batch.delete(ASKING.clone()).delete(LOST.clone()).delete(RECOVERING.clone());
    }

    // ---- what peers gave back
    // ------------------------------------------------------------------------------------------

    /** Behind which place of a peer's to go on; empty at its beginning, null where all of it is here. */
    public @Nullable String collectedTo(String region) {
        String place = rows.get(collected(region), StoredText::decode);
        return place == null ? "" : place.equals(ALL) ? null : place;
    }

    /**
     * Notes where to go on.
     *
     * @param next null where all is here
     */
    public void putCollectedTo(WriteBatch batch, String region, @Nullable String next) {
        batch.put(collected(region), StoredText.encode(next == null ? ALL : next));
    }

    public void deleteCollected(WriteBatch batch, String region) {
        batch.delete(collected(region));
    }

    private static byte[] collected(String region) {
        return StoreKeys.mark("collected/" + region);
    }

    public @Nullable ReturnedItem returned(ContextKey key, Dot dot) {
        return rows.get(StoreKeys.returned(key, dot), ReturnedItemCodec::decode);
    }

    public void putReturned(WriteBatch batch, ReturnedItem returned) {
        batch.put(StoreKeys.returned(returned.item().key(), returned.item().dot()), ReturnedItemCodec.encode(returned));
    }

    public void deleteReturned(WriteBatch batch, ContextKey key, Dot dot) {
        batch.delete(StoreKeys.returned(key, dot));
    }

    /** Visits what was given back of a shard, by context, site and counter, while it is asked to go on. */
    public void forEachReturned(int shard, Predicate<ReturnedItem> visit) {
        scanReturned(StoreKeys.returned(shard), visit);
    }

    /** The same behind a context. */
    public void forEachReturnedBehind(int shard, ContextKey behind, Predicate<ReturnedItem> visit) {
        scanReturned(
                StoreKeys.returned(shard).startingAt(StoreKeys.returned(behind).to()), visit);
    }

    /** The same of one context, from a dot on. */
    public void forEachReturned(ContextKey key, @Nullable Dot from, Predicate<ReturnedItem> visit) {
        KeyRange all = StoreKeys.returned(key);
        scanReturned(from == null ? all : all.startingAt(StoreKeys.returned(key, from)), visit);
    }

    private void scanReturned(KeyRange range, Predicate<ReturnedItem> visit) {
        rows.scan(range, (row, value) -> visit.test(ReturnedItemCodec.decode(value)));
    }

    // ---- peers
    // ---------------------------------------------------------------------------------------------------------

    /** The life of a peer for which the link to it was begun; null before the first. */
    public @Nullable Life peer(String region) {
        return rows.get(peerMark(region), LifeCodec::decode);
    }

    /** A life of a peer is the one that counts now. */
    public WriteBatch putPeer(WriteBatch batch, Life life) {
        return batch.put(peerMark(life.site().region()), LifeCodec.encode(life));
    }

    private static byte[] peerMark(String region) {
        return StoreKeys.mark("peer/" + region);
    }

    /** The only life of a peer of which a shard's lane takes anything, and how far that has come here; null before the first. */
    public @Nullable Life fence(String region, int shard) {
        return rows.get(fenceMark(region, shard), LifeCodec::decode);
    }

    public void putFence(WriteBatch batch, int shard, Life life) {
        batch.put(fenceMark(life.site().region(), shard), LifeCodec.encode(life));
    }

    private static byte[] fenceMark(String region, int shard) {
        return StoreKeys.mark("life/" + region + "/" + shard);
    }
}
