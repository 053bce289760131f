package io.crossweave.core.rows;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.spi.ContextStore;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.stored.ConfirmedMark;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.Sharer;
import io.crossweave.core.wire.stored.ConfirmedMarkCodec;
import io.crossweave.core.wire.stored.LogRecordCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What links read and write: the committed log, the bodies of this site's events, who shares a context, and how far a peer has confirmed. */
public final class LinkRows {
    private final StoredRows rows;
    private final OwnRows own;
    private final SetHashKey hashes;

    /** Of a site that has no key of its own for the hashes of what is held. */
    public LinkRows(ContextStore store) {
        this(store, SetHashKey.PUBLIC);
    }

    public LinkRows(ContextStore store, SetHashKey hashes) {
        this.rows = new StoredRows(store);
        this.own = new OwnRows(rows);
        this.hashes = hashes;
    }

    /** The log position up to which a destination has committed everything of a lane; 0 where it has nothing. */
    public long confirmed(String destination, LaneId lane) {
        ConfirmedMark mark = rows.get(StoreKeys.confirmed(destination, lane), ConfirmedMarkCodec::decode);
        return mark == null ? 0 : mark.position();
    }

    public void putConfirmed(WriteBatch batch, String destination, LaneId lane, long position) {
        batch.put(StoreKeys.confirmed(destination, lane), ConfirmedMarkCodec.encode(new ConfirmedMark(position)));
    }

    /** The last position of a lane's log, trimmed ones included; 0 where nothing was ever logged. */
    public long lastLogPosition(LaneId lane) {
        return rows.lastLogPosition(lane);
    }

    /** The position up to which a lane's log is trimmed; 0 where it never was. */
    public long trimmed(LaneId lane) {
        return rows.trimmed(lane);
    }

    /** Records of a lane's log from a position on, at most {@code max}; without the bodies of events. */
    public List<LogRow> readLog(LaneId lane, long from, int max) {
        var read = new ArrayList<LogRow>();
        rows.scan(StoreKeys.logFrom(lane, from), (key, value) -> {
            LogRecord record = LogRecordCodec.decode(value);
            read.add(new LogRow(lane, StoreKeys.number(key), record, null, sharersAt(record)));
            return read.size() < max;
        });
        return read;
    }

    private SortedSet<String> sharersAt(LogRecord record) {
        return switch (record) {
            case LogRecord.OwnEvent own -> sharers(own.key(), own.counter());
            case LogRecord.SharersAdded added -> sharers(added.key());
            case LogRecord.Restate _, LogRecord.SendAgain _, LogRecord.Restated _ -> Collections.emptySortedSet();
        };
    }

    /** Whether this site has an item with that own number. */
    public boolean hasOwnItem(ContextKey key, long ownNumber) {
        return own.item(key, ownNumber) != null;
    }

    /**
     * An event of this site, or an empty dot of an earlier incarnation, by its own number. Where only their emptiness is left it stands for a
     * run of dots from that number on.
     */
    public CausalItem ownItem(ContextKey key, long ownNumber) {
        CausalItem item = own.item(key, ownNumber);
        if (item == null) {
            throw new IllegalStateException("no event of this site with number " + ownNumber + " is stored");
        }
        return item;
    }

    /** The own number of a dot of this site that is committed: what follows it is of the same incarnation, but for empty dots. */
    public long ownNumber(ContextKey key, Dot dot) {
        ContextMeta meta = rows.meta(key);
        long number = meta == null
                ? 0
                : meta.vector().countOf(dot.site().region()) - meta.vector().get(dot.site()) + dot.counter();
        while (number > 0 && !ownItem(key, number).dot().equals(dot)) {
            number--;
        }
        if (number == 0) {
            throw new IllegalStateException(dot + " is not stored");
        }
        return number;
    }

    /** Ids of the entries of a site's dots that are live here, as committed. */
    public Set<EntryId> liveOf(ContextKey key, SiteId site, long fromCounter, long lastCounter) {
        var live = new TreeSet<EntryId>();
        rows.scan(
                StoreKeys.entries(key, site, fromCounter, lastCounter),
                (row, value) -> live.add(StoreKeys.entryId(key, row)));
        return live;
    }

    /**
     * Whether a site's entries that lie here are what the hash of them says (L14). A row that is damaged lies here: what it said stands in
     * history. A change in between makes it false now and then.
     */
    public boolean areAsSaid(ContextKey key, SiteId site) {
        SetHash said = new SumRows(rows).of(new Scope.Held(site), key).hash();
        SetHashKey.Entries entries = hashes.entries(key, site);
        return liveOf(key, site, 1, Long.MAX_VALUE - 1).stream()
                .map(id -> entries.of(id.dot().counter(), id.ordinal()))
                .reduce(SetHash.ZERO, SetHash::plus)
                .equals(said);
    }

    /** What is applied of a context, as committed. */
    public VersionVector vector(ContextKey key) {
        ContextMeta meta = rows.meta(key);
        return meta == null ? VersionVector.EMPTY : meta.vector();
    }

    /** Regions that share a context, as committed. */
    public SortedSet<String> sharers(ContextKey key) {
        return sharers(key, Long.MAX_VALUE);
    }

    /** Those of them that were added before the own item of a number was committed. */
    private SortedSet<String> sharers(ContextKey key, long counter) {
        ContextMeta meta = rows.meta(key);
        var regions = new TreeSet<String>();
        if (meta != null) {
            for (Sharer sharer : meta.sharers()) {
                if (sharer.sinceCounter() < counter) {
                    regions.add(sharer.region());
                }
            }
        }
        return regions;
    }
}
