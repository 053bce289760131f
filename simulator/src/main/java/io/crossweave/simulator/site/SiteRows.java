package io.crossweave.simulator.site;

import static java.util.Objects.requireNonNull;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.gateway.HistoryItem;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.ConflictRecord;
import io.crossweave.core.stored.OwnRow;
import io.crossweave.core.wire.WireFormatException;
import io.crossweave.core.wire.stored.ContextMetaCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** What a site has made durable, as whoever starts from its store would find it. */
public final class SiteRows {
    /** Which rows are looked at. */
    public enum Rows {
        ALL,
        /** A site still knows what clients called their events when it no longer holds what was in them (ADR 0075). */
        BUT_CLIENTS_IDS
    }

    private static final ContextKey ANY = new ContextKey("any", "any", "any");
    private static final byte[] FIRST = {};
    private static final byte[] LAST = {(byte) 0xFF, (byte) 0xFF};

    private final ContextStore store;
    private final Map<String, ContextType> types;

    SiteRows(ContextStore store, Map<String, ContextType> types) {
        this.store = store;
        this.types = types;
    }

    public ContextState context(ContextKey key) {
        return new ContextRows(store).load(key, requireNonNull(types.get(key.type())));
    }

    /** Up to where a context's dots are applied. */
    public VersionVector vector(ContextKey key) {
        byte[] meta = store.get(StoreKeys.context(key));
        try {
            return meta == null
                    ? VersionVector.EMPTY
                    : ContextMetaCodec.decode(meta).vector();
        } catch (WireFormatException e) {
            throw new IllegalStateException("the store holds no record of a context: " + e.reason(), e);
        }
    }

    /** Its conflicts, by id. */
    public List<ConflictRecord> conflicts(ContextKey key) {
        return new ContextRows(store).conflicts().load(key).all();
    }

    /** What was applied to a context, in order; without losing twins. */
    public List<CausalItem> history(ContextKey key) {
        return new ContextRows(store)
                .history(key, 0, Integer.MAX_VALUE).stream()
                        .map(HistoryItem::item)
                        .toList();
    }

    /** Own dots of a context of which only their emptiness is left. */
    public long bareDots(ContextKey key) {
        var dots = new long[1];
        new ContextRows(store).tidying().forEachOwn(key, 0, (number, row, item) -> {
            dots[0] += row instanceof OwnRow.Bare bare ? bare.size() : 0;
            return true;
        });
        return dots[0];
    }

    /** All items of a context that it has, applied, waiting, or given back to it. */
    public List<CausalItem> held(ContextKey key) {
        var held = new ArrayList<CausalItem>();
        var rows = new ContextRows(store);
        rows.forEachHistory(key, (item, sequence) -> held.add(item));
        rows.forEachInbox(key.shard(), waiting -> {
            if (waiting.item().key().equals(key)) {
                held.add(waiting.item());
            }
        });
        rows.lives().forEachReturned(key, null, returned -> held.add(returned.item()));
        return held;
    }

    /** Whether a dot of a lost life has not found its place. */
    public boolean hasReturned(int shard) {
        var found = new boolean[1];
        new ContextRows(store).lives().forEachReturned(shard, returned -> {
            found[0] = true;
            return false;
        });
        return found[0];
    }

    /** Whether an item that fills the dot is in the inbox. */
    public boolean waits(ContextKey key, Dot dot) {
        var waits = new boolean[1];
        new ContextRows(store).forEachInbox(key.shard(), waiting -> {
            CausalItem item = waiting.item();
            waits[0] |= item.key().equals(key)
                    && item.dot().site().equals(dot.site())
                    && item.dot().counter() <= dot.counter()
                    && dot.counter() <= item.lastCounter();
        });
        return waits[0];
    }

    /** Log records of a lane to a peer that a restart would look at again. */
    public long unconfirmed(String peer, LaneId lane) {
        var rows = new LinkRows(store);
        return rows.lastLogPosition(lane) - rows.confirmed(peer, lane);
    }

    /** Log records of a lane that are kept. */
    public long logged(LaneId lane) {
        var rows = new LinkRows(store);
        return rows.lastLogPosition(lane) - rows.trimmed(lane);
    }

    /** All keys and values, to search in. */
    public void forEachBytes(Rows which, BiConsumer<Character, byte[]> visit) {
        byte idTable = StoreKeys.eventId(ANY, "")[0];
        store.scan(FIRST, LAST, (key, value) -> {
            if (which == Rows.ALL || key[0] != idTable) {
                visit.accept((char) key[0], key);
                visit.accept((char) key[0], value);
            }
            return true;
        });
    }
}
