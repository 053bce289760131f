package io.crossweave.core.wire.stored;

import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ConflictId;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.wire.ByteReader;
import io.crossweave.core.wire.ByteWriter;
import io.crossweave.core.wire.WireFormatException;
import java.nio.charset.StandardCharsets;

/**
 * The keys of all rows. The first byte names the table; numbers are big-endian and names end with a zero byte, which none of them
 * contains, so that the order of the bytes is that of the domain: contexts by tenant, type and id, entries by id, the log by position.
 */
public final class StoreKeys {
    private static final int CONTEXT = 'c';
    private static final int ENTRY = 'e';
    private static final int HOLE = 'h';
    private static final int HISTORY = 'y';
    private static final int OWN_DOT = 'o';
    private static final int LOG = 'l';
    private static final int EVENT_ID = 'i';
    private static final int INBOX = 'w';
    private static final int QUARANTINE = 'q';
    private static final int DECLINED = 'n';
    private static final int RECEIVED = 'r';
    private static final int CONFIRMED = 'k';
    private static final int MARK = 'm';
    private static final int OPEN_CONFLICT = 'f';
    private static final int SETTLED_CONFLICT = 'g';
    private static final int CONFLICT_ID = 'j';
    private static final int DELETE_MARK = 'd';
    private static final int PROJECTION = 'p';
    private static final int TRIMMED = 't';
    private static final int TIDIED = 's';
    private static final int FOLD = 'F';
    private static final int RETURNED = 'u';

    private static final int END_OF_NAME = 0;
    private static final int NAME_ENDS = 3;
    private static final int ID_TAIL_BYTES = 96;

    private StoreKeys() {}

    // ---- contexts: ContextMeta
    // ---------------------------------------------------------------------------------------

    public static byte[] context(ContextKey key) {
        return of(CONTEXT, key, 0).take();
    }

    public static KeyRange contexts() {
        return KeyRange.ofPrefix(new byte[] {CONTEXT});
    }

    public static KeyRange contexts(String tenant) {
        return KeyRange.ofPrefix(
                name(table(CONTEXT, tenant.length() + 1), tenant).take());
    }

    public static KeyRange contexts(String tenant, String type) {
        var out = table(CONTEXT, tenant.length() + type.length() + 2);
        return KeyRange.ofPrefix(name(name(out, tenant), type).take());
    }

    /** The rest of a range of contexts, behind one of them. */
    public static KeyRange behind(KeyRange contexts, ContextKey last) {
        return contexts.startingAt(KeyRange.ofPrefix(context(last)).to());
    }

    /** The rest of a range of waiting or quarantined items, behind one of them. */
    public static KeyRange behind(KeyRange items, byte[] last) {
        return items.startingAt(KeyRange.ofPrefix(last).to());
    }

    public static ContextKey contextKey(byte[] contextRow) throws WireFormatException {
        int first = endOfName(contextRow, 1);
        int second = endOfName(contextRow, first + 1);
        int third = endOfName(contextRow, second + 1);
        if (third != contextRow.length - 1) {
            throw new WireFormatException("key of a context has more than its three names");
        }
        try {
            return new ContextKey(
                    ascii(contextRow, 1, first),
                    ascii(contextRow, first + 1, second),
                    ascii(contextRow, second + 1, third));
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("key of a context: " + e.getMessage());
        }
    }

    // ---- entries: StoredEntry; holes: HoleCodec
    // ----------------------------------------------------------------------

    public static byte[] entry(ContextKey key, EntryId id) {
        return id(of(ENTRY, key, ID_TAIL_BYTES), id);
    }

    public static KeyRange entries(ContextKey key) {
        return KeyRange.ofPrefix(of(ENTRY, key, 0).take());
    }

    /** The entries of a run of a site's dots. */
    public static KeyRange entries(ContextKey key, SiteId site, long fromCounter, long lastCounter) {
        return new KeyRange(
                entry(key, EntryId.wholeDot(new Dot(site, fromCounter))),
                entry(key, EntryId.wholeDot(new Dot(site, lastCounter + 1))));
    }

    public static byte[] hole(ContextKey key, EntryId id) {
        return id(of(HOLE, key, ID_TAIL_BYTES), id);
    }

    public static KeyRange holes(ContextKey key) {
        return KeyRange.ofPrefix(of(HOLE, key, 0).take());
    }

    /** The id in the key of an entry's or a hole's row of a context. */
    public static EntryId entryId(ContextKey key, byte[] row) throws WireFormatException {
        int from = prefixBytes(key);
        int end = endOfName(row, from);
        var in = new ByteReader(row, end + 1, row.length);
        SiteId site = site(ascii(row, from, end), in.u64());
        long counter = in.u64();
        int ordinal = in.u32() - 1;
        in.requireEnd("key of an entry");
        if (counter < 1 || ordinal < EntryId.WHOLE_DOT) {
            throw new WireFormatException("key of an entry with counter " + counter + " and ordinal " + ordinal);
        }
        return new EntryId(new Dot(site, counter), ordinal);
    }

    // ---- projections of peers: ProjectionMarks
    // -------------------------------------------------------------------------------

    public static byte[] projection(ContextKey key) {
        return of(PROJECTION, key, 0).take();
    }

    // ---- history: ItemCodec, a CausalItem; own dots: OwnRow
    // ------------------------------

    public static byte[] history(ContextKey key, long sequence) {
        return of(HISTORY, key, Long.BYTES).u64(sequence).take();
    }

    /** The history of a context from a sequence on. */
    public static KeyRange historyFrom(ContextKey key, long sequence) {
        return KeyRange.ofPrefix(of(HISTORY, key, 0).take()).startingAt(history(key, sequence));
    }

    /** Where a dot of this region is in the history, by its own number: in the order of commits, over all incarnations. */
    public static byte[] ownDot(ContextKey key, long ownNumber) {
        return of(OWN_DOT, key, Long.BYTES).u64(ownNumber).take();
    }

    /** This site's dots of a context from a counter on. */
    public static KeyRange ownDotsFrom(ContextKey key, long counter) {
        return KeyRange.ofPrefix(of(OWN_DOT, key, 0).take()).startingAt(ownDot(key, counter));
    }

    // ---- logs: LogRecord
    // ---------------------------------------------------------------------------------------------

    public static byte[] log(LaneId lane, long position) {
        return lane(table(LOG, 2 + Long.BYTES), lane).u64(position).take();
    }

    /** The log of a lane from a position on. */
    public static KeyRange logFrom(LaneId lane, long position) {
        return KeyRange.ofPrefix(lane(table(LOG, 2), lane).take()).startingAt(log(lane, position));
    }

    /** Up to where a lane's log is trimmed: StoredNumber. */
    public static byte[] trimmed(LaneId lane) {
        return lane(table(TRIMMED, 2), lane).take();
    }

    /** How far a context is tidied: TidyMark. */
    public static byte[] tidied(ContextKey key) {
        return of(TIDIED, key, 0).take();
    }

    /** What was folded in a context last, while that is not known everywhere: Fold. */
    public static byte[] fold(ContextKey key) {
        return of(FOLD, key, 0).take();
    }

    /** The number at the end of a key: history sequence, own counter or log position. */
    public static long number(byte[] row) throws WireFormatException {
        return new ByteReader(row, Math.max(0, row.length - Long.BYTES), row.length).u64();
    }

    // ---- client event ids: EventIdRecord
    // -----------------------------------------------------------------------------

    public static byte[] eventId(ContextKey key, String eventId) {
        byte[] utf8 = eventId.getBytes(StandardCharsets.UTF_8);
        return of(EVENT_ID, key, utf8.length).raw(utf8).take();
    }

    // ---- waiting items: InboxItem, QuarantineRecord
    // ------------------------------------------------------------------

    public static byte[] inbox(int shard, ContextKey key, Dot dot) {
        return waiting(INBOX, shard, key, dot);
    }

    public static KeyRange inbox(int shard) {
        return KeyRange.ofPrefix(shard(INBOX, shard, 0).take());
    }

    public static byte[] quarantine(int shard, ContextKey key, Dot dot) {
        return waiting(QUARANTINE, shard, key, dot);
    }

    /** What is quarantined of one context. */
    public static KeyRange quarantine(ContextKey key) {
        return KeyRange.ofPrefix(
                key(shard(QUARANTINE, key.shard(), prefixBytes(key)), key).take());
    }

    public static KeyRange quarantine(int shard) {
        return KeyRange.ofPrefix(shard(QUARANTINE, shard, 0).take());
    }

    /** What is quarantined of one tenant in a shard. */
    public static KeyRange quarantine(int shard, String tenant) {
        return KeyRange.ofPrefix(
                name(shard(QUARANTINE, shard, tenant.length() + 1), tenant).take());
    }

    // ---- declined holes: ItemCodec, a CausalItem
    // ---------------------------------------------------------------------

    public static byte[] declined(int shard, ContextKey key, Dot dot) {
        return waiting(DECLINED, shard, key, dot);
    }

    /** What was declined of one context. */
    public static KeyRange declined(ContextKey key) {
        return KeyRange.ofPrefix(
                key(shard(DECLINED, key.shard(), prefixBytes(key)), key).take());
    }

    public static KeyRange declined(int shard) {
        return KeyRange.ofPrefix(shard(DECLINED, shard, 0).take());
    }

    // ---- dots of lost lives that peers gave back: ReturnedItem
    // --------------------------------------------------------

    public static byte[] returned(ContextKey key, Dot dot) {
        return waiting(RETURNED, key.shard(), key, dot);
    }

    /** What was given back of one context. */
    public static KeyRange returned(ContextKey key) {
        return KeyRange.ofPrefix(
                key(shard(RETURNED, key.shard(), prefixBytes(key)), key).take());
    }

    public static KeyRange returned(int shard) {
        return KeyRange.ofPrefix(shard(RETURNED, shard, 0).take());
    }

    /** The whole histories of all contexts. */
    public static KeyRange histories() {
        return KeyRange.ofPrefix(new byte[] {HISTORY});
    }

    public static KeyRange allInboxes() {
        return KeyRange.ofPrefix(new byte[] {INBOX});
    }

    public static KeyRange allQuarantined() {
        return KeyRange.ofPrefix(new byte[] {QUARANTINE});
    }

    // ---- links: ReceivedMark, ConfirmedMark
    // --------------------------------------------------------------------------

    public static byte[] received(String originRegion, LaneId lane) {
        return lane(name(table(RECEIVED, originRegion.length() + 3), originRegion), lane)
                .take();
    }

    public static byte[] confirmed(String destinationRegion, LaneId lane) {
        return lane(name(table(CONFIRMED, destinationRegion.length() + 3), destinationRegion), lane)
                .take();
    }

    // ---- conflicts: ConflictRecord; by id: StoredContextKey; DeleteMark
    // ----------------------------------------------

    public static byte[] openConflict(ContextKey key, ConflictId id) {
        return of(OPEN_CONFLICT, key, ConflictId.DIGITS).ascii(id.hex()).take();
    }

    public static byte[] settledConflict(ContextKey key, ConflictId id) {
        return of(SETTLED_CONFLICT, key, ConflictId.DIGITS).ascii(id.hex()).take();
    }

    public static KeyRange openConflicts(ContextKey key) {
        return KeyRange.ofPrefix(openConflictsRow(key));
    }

    /** What the rows of a context's open conflicts begin with. */
    public static byte[] openConflictsRow(ContextKey key) {
        return of(OPEN_CONFLICT, key, 0).take();
    }

    /** Those of all contexts. */
    public static KeyRange openConflicts() {
        return KeyRange.ofPrefix(table(OPEN_CONFLICT, 0).take());
    }

    public static KeyRange settledConflicts(ContextKey key) {
        return KeyRange.ofPrefix(of(SETTLED_CONFLICT, key, 0).take());
    }

    /** Those of a tenant, of one context type or, where that is empty, of all. */
    public static KeyRange openConflicts(String tenant, String type) {
        return conflicts(OPEN_CONFLICT, tenant, type);
    }

    public static KeyRange settledConflicts(String tenant, String type) {
        return conflicts(SETTLED_CONFLICT, tenant, type);
    }

    private static KeyRange conflicts(int table, String tenant, String type) {
        ByteWriter out = name(table(table, tenant.length() + type.length() + 2), tenant);
        return KeyRange.ofPrefix((type.isEmpty() ? out : name(out, type)).take());
    }

    public static byte[] conflictId(String tenant, ConflictId id) {
        return name(table(CONFLICT_ID, tenant.length() + 1 + ConflictId.DIGITS), tenant)
                .ascii(id.hex())
                .take();
    }

    public static byte[] deleteMark(ContextKey key, Dot dot) {
        return id(of(DELETE_MARK, key, ID_TAIL_BYTES), EntryId.wholeDot(dot));
    }

    public static KeyRange deleteMarks(ContextKey key) {
        return KeyRange.ofPrefix(of(DELETE_MARK, key, 0).take());
    }

    // ---- marks: StoredNumber, SiteIdCodec
    // ----------------------------------------------------------------------------

    /** A single value of the whole site, by its ASCII name. */
    public static byte[] mark(String name) {
        return table(MARK, name.length()).ascii(name).take();
    }

    /** All single values whose names begin so. */
    public static KeyRange marks(String prefix) {
        return KeyRange.ofPrefix(mark(prefix));
    }

    /** The rest of the name of a single value behind a prefix. */
    public static String markName(byte[] row, String prefix) {
        return ascii(row, 1 + prefix.length(), row.length);
    }

    // ------------------------------------------------------------------------------------------------------------------

    private static ByteWriter table(int table, int bytesMore) {
        return new ByteWriter(1 + bytesMore).u8(table);
    }

    private static ByteWriter of(int table, ContextKey key, int bytesMore) {
        return key(table(table, prefixBytes(key) - 1 + bytesMore), key);
    }

    private static int prefixBytes(ContextKey key) {
        return 1 + key.tenant().length() + key.type().length() + key.id().length() + NAME_ENDS;
    }

    private static ByteWriter key(ByteWriter out, ContextKey key) {
        return name(name(name(out, key.tenant()), key.type()), key.id());
    }

    private static ByteWriter name(ByteWriter out, String name) {
        return out.ascii(name).u8(END_OF_NAME);
    }

    private static ByteWriter lane(ByteWriter out, LaneId lane) {
        return out.u8(lane.tier().id()).u8(lane.shard());
    }

    private static ByteWriter dot(ByteWriter out, Dot dot) {
        return name(out, dot.site().region()).u64(dot.site().incarnation()).u64(dot.counter());
    }

    private static byte[] id(ByteWriter out, EntryId id) {
        // One more, so that a whole dot stands before the entries of that dot, as ids are ordered.
        return dot(out, id.dot()).u32(id.ordinal() + 1).take();
    }

    private static ByteWriter shard(int table, int shard, int bytesMore) {
        if (shard < 0 || shard >= Limits.SHARDS) {
            throw new IllegalArgumentException("shard " + shard + " is outside 0.." + (Limits.SHARDS - 1));
        }
        return table(table, 1 + bytesMore).u8(shard);
    }

    private static byte[] waiting(int table, int shard, ContextKey key, Dot dot) {
        return dot(key(shard(table, shard, prefixBytes(key) + ID_TAIL_BYTES), key), dot)
                .take();
    }

    private static SiteId site(String region, long incarnation) throws WireFormatException {
        try {
            return new SiteId(region, incarnation);
        } catch (IllegalArgumentException e) {
            throw new WireFormatException("key with a region name that is not allowed");
        }
    }

    private static int endOfName(byte[] row, int from) throws WireFormatException {
        for (int i = from; i < row.length; i++) {
            if (row[i] == END_OF_NAME) {
                return i;
            }
        }
        throw new WireFormatException("key of " + row.length + " bytes lacks the end of a name");
    }

    private static String ascii(byte[] row, int from, int to) {
        return new String(row, from, to - from, StandardCharsets.US_ASCII);
    }
}
