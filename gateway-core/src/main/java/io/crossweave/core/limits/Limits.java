package io.crossweave.core.limits;

/** Named bounds. Byte counts end in {@code Bytes…}, times in their unit. Relations between them are checked when the class loads. */
public final class Limits {
    /** Shards of the context space; fixed per deployment, because the log, the lanes and the ordering keys are laid out by it. */
    public static final int SHARDS = 32;

    /** Largest JSON document that is accepted; larger ones belong in object storage. */
    public static final int DOCUMENT_BYTES_MAX = 32 << 20;
    /** Deepest nesting of a document; beyond it only attacks are known. */
    public static final int JSON_DEPTH_MAX = 512;
    /** Entries that one change may add: each takes some hundred bytes of memory at every site, so that text alone is no bound. */
    public static final int EVENT_ADDITIONS_MAX = 1 << 18;
    /** Tokens of all paths that one change adds entries at: deep paths cost memory per token, and a short text can name millions. */
    public static final int EVENT_PATH_TOKENS_MAX = 1 << 20;
    /** Digits of an increment, before and behind its decimal point: a counter of a billion digits would stop every site. */
    public static final int COUNTER_DIGITS_MAX = 60;
    /** Digits of a counter's sum, before and behind its decimal point, and so of the difference to another. */
    public static final int SUM_DIGITS_MAX = 4 * COUNTER_DIGITS_MAX;
    /** Events in one batch request. */
    public static final int BATCH_EVENTS_MAX = 1_000;
    /** Characters of a client's event id. */
    public static final int EVENT_ID_CHARS_MAX = 256;
    /** The longest time to live of a context, ten years: what is to stay for longer needs none. */
    public static final long TTL_S_MAX = 10L * 366 * 86_400;
    /** Labels of one event, and characters of a label's name or value: they travel with each event. */
    public static final int LABELS_MAX = 32;

    public static final int LABEL_CHARS_MAX = 128;
    /** Entries that one event adds, and entries that it removes: each takes some hundred bytes of memory wherever it is applied. */
    public static final int EVENT_ENTRIES_MAX = 1 << 20;
    /** Sites that one item or one row names: regions and their past incarnations. */
    public static final int SITES_MAX = 1_024;

    /** A chunk of sealed body; larger single GCM calls fall off a compiler cliff. */
    public static final int CHUNK_BYTES = 64 << 10;
    /** The smallest chunk, the last one of an envelope aside: smaller ones would only make trees and paths longer. */
    public static final int CHUNK_BYTES_MIN = 1 << 10;
    /** What sealing adds to a chunk: an authentication tag. */
    public static final int CHUNK_SEAL_BYTES = 16;
    /** Plain bytes that an envelope may hold: a document of the largest size with its operations' overhead. */
    public static final int ENVELOPE_BYTES_MAX = 48 << 20;
    /** Encoded bytes of one item; room is left for what an envelope puts around it. */
    public static final int ITEM_BYTES_MAX = ENVELOPE_BYTES_MAX - (64 << 10);
    /** Encoded bytes of what one change adds and removes; room is left for its stamp, labels and provenance. */
    public static final int CHANGE_BYTES_MAX = ITEM_BYTES_MAX - (1 << 20);
    /** An envelope is closed when its items reach this size, so that small events are not stuck behind large ones. */
    public static final int ENVELOPE_BYTES_TARGET = 256 << 10;
    /** Rough bytes of a number's items when it is made again under another policy: what has outgrown this goes under several numbers. */
    public static final int REMADE_BYTES_MAX = 4 * ENVELOPE_BYTES_TARGET;
    /** Items in one envelope. */
    public static final int ENVELOPE_ITEMS_MAX = 1_024;
    /** Chunks of one envelope. */
    public static final int CHUNKS_MAX = ENVELOPE_BYTES_MAX / CHUNK_BYTES_MIN;
    /** Frames of one envelope. */
    public static final int FRAMES_MAX = 4_096;
    /** Chunks of one frame, as many as its layout can count. */
    public static final int FRAME_CHUNKS_MAX = 65_535;
    /** An origin's signature; Ed25519 has 64 bytes. */
    public static final int SIGNATURE_BYTES_MAX = 128;
    /** Bytes of a frame beside its chunks: header, root, signature, counts, the longest path. */
    public static final int FRAME_OVERHEAD_BYTES_MAX = 2 << 10;
    /** A transport must carry frames of this size: every frame has at least one whole chunk. */
    public static final int FRAME_BYTES_MIN = CHUNK_BYTES + CHUNK_SEAL_BYTES + FRAME_OVERHEAD_BYTES_MAX;

    /** Frames of incomplete envelopes kept in memory per origin. */
    public static final long REASSEMBLY_BYTES_MAX = 192L << 20;
    /** Incomplete envelopes per origin. */
    public static final int REASSEMBLY_ENVELOPES_MAX = 1_024;
    /** Frames that a relay remembers to have forwarded, so that none goes round for ever. */
    public static final int FORWARDED_FRAMES_MAX = 16_384;
    /** Frames that wait in a relay for one destination. */
    public static final int RELAY_FRAMES_MAX = 1_024;
    /** Bytes of them. */
    public static final long RELAY_BYTES_MAX = 32L << 20;
    /** Plain bytes of a control message: a heartbeat that reports every lane with as many ranges as it may ask for. */
    public static final int CONTROL_BYTES_MAX = 256 << 10;
    /** Dots of lost lives that one heartbeat says are needed; the rest follows when these are here (L15). */
    public static final int NEEDS_MAX = 64;
    /** Plain bytes from which on no more is put into a page of what is held of a peer's dots (L15). */
    public static final int HELD_PAGE_BYTES_TARGET = 512 << 10;
    /** Entries that one page names as gone, in a context whose history is tidied (L15): what is live there is told by other items. */
    public static final int GONE_NAMED_MAX = 1 << 16;
    /** Contexts with dots that were given back that a lane looks at each time that it looks for them. */
    public static final int RETURNS_CONTEXTS_MAX = 128;
    /** Dots that were given back that one step of a lane lets take their places. */
    public static final int RETURNS_IN_STEP_MAX = 1_024;
    /** Rows that are looked at for one such page. */
    public static final int HELD_PAGE_ROWS_MAX = 8_192;
    /** Ranges of one lane that one heartbeat asks for again; the rest follows with the next one. */
    public static final int RESEND_RANGES_MAX = 64;
    /** Data keys of a peer that a heartbeat names as known. */
    public static final int KNOWN_KEYS_MAX = 8;

    /** An incomplete envelope is dropped when no frame of it has come for so long; its number is asked for again. A slow service may take minutes for all. */
    public static final long REASSEMBLY_AGE_MS_MAX = 30_000;

    /** Envelopes of one lane that were sent and are not yet confirmed. */
    public static final int WINDOW_ENVELOPES_MAX = 1_024;
    /** Numbers of one peer that a heartbeat says it had no room for; the rest follows with the next one. */
    public static final int TURNED_AWAY_NUMBERS_MAX = 256;
    /** Contexts that one heartbeat names as having found no room, over all numbers. */
    public static final int TURNED_AWAY_CONTEXTS_MAX = 8_192;
    /** A context that its destination had no room for is offered again after this; twice as long after each time that it is turned away. */
    public static final long TURNED_AWAY_RETRY_MS = 2_000;
    /** The longest that such a context waits at its origin until it is offered again: it adds to the delay once its cause is there. */
    public static final long TURNED_AWAY_RETRY_MS_MAX = 10_000;

    /** Plain bytes of one lane that were sent and are not yet confirmed. */
    public static final long WINDOW_BYTES_MAX = 64L << 20;
    /** Dots of one placeholder: gathering stops here, so that a long withheld history is sent piece by piece. */
    public static final int PLACEHOLDER_DOTS_MAX = 4_096;
    /** Removals that one placeholder gathers from more than one event. */
    public static final int PLACEHOLDER_REMOVALS_TARGET = 4_096;
    /** Contexts of one lane that are parked, on Hold or for lack of room at the destination; beyond it the lane stops, and the log keeps everything. */
    public static final int PARKED_CONTEXTS_MAX = 4_096;

    /** Committed records of a lane that were not looked at yet, beyond which it is behind: what is old goes in the background then (L17). */
    public static final int BEHIND_RECORDS = 64;
    /** Records that a lane which is behind looks at in one go, so that the others of its tier are not kept waiting. */
    public static final int BEHIND_LOOK_MAX = 1_024;
    /** Dots of a run that leaves at once; longer ones leave in the background. */
    public static final int AT_ONCE_DOTS_MAX = 64;
    /** Items of a run that leave in the background before it is another one's turn. */
    public static final int CATCH_UP_ITEMS_IN_TURN = 64;
    /** Contexts of one lane that wait for their turn in the background; beyond it the lane goes on in the log's order. */
    public static final int CATCH_UP_CONTEXTS_MAX = 4_096;
    /** What the lanes of one tier of a link send in the background, so that a peer takes it in beside what is new. */
    public static final long CATCH_UP_BYTES_PER_SECOND = 4L << 20;
    /** How much of that may go at one moment. */
    public static final long CATCH_UP_BURST_MS = 250;
    /** What an item counts at least in it: small events cost as much to take in as ones of this size. */
    public static final long CATCH_UP_ITEM_BYTES_MIN = 1 << 10;
    /** Bytes sent in the background and not yet confirmed: confirmations come once a second. */
    public static final long CATCH_UP_UNCONFIRMED_BYTES_MAX = 4 * CATCH_UP_BYTES_PER_SECOND;

    /** Waiting events of one context lane; beyond it they are dropped and their numbers asked for again. */
    public static final int INBOX_EVENTS_MAX = 8_192;
    /** Bytes of waiting events of one context lane; one larger event is let in alone. */
    public static final long INBOX_BYTES_MAX = 64L << 20;
    /** Items of one context lane that this site can't apply as it is configured; beyond it they wait at their origins. */
    public static final int QUARANTINE_ITEMS_MAX = 8_192;
    /** Bytes of such items; one larger item is let in alone. */
    public static final long QUARANTINE_BYTES_MAX = 64L << 20;
    /** Bytes of such items that one step tries again after a start: one batch holds what comes of them. */
    public static final long QUARANTINE_RETRY_BYTES = 4L << 20;
    /** What can be applied now and finds no room in the inbox is tried again after this. */
    public static final long QUARANTINE_RETRY_MS = 10_000;
    /** Open conflicts of one context: beyond it new ones are counted and alarmed, not listed. */
    public static final int CONFLICTS_OPEN_MAX = 4_096;
    /** Settled conflicts of one context that are kept, those that were settled latest. */
    public static final int CONFLICTS_SETTLED_MAX = 256;
    /** Conflicts that one event may settle by name. */
    public static final int RESOLVES_MAX = 1_024;
    /** Disputes about which a site asks resolvers at one time; the others wait in the list of open conflicts. */
    public static final int RESOLVER_ASKED_MAX = 8;
    /** How often a resolver is asked about one dispute before it is left to people. */
    public static final int RESOLVER_ATTEMPTS = 3;
    /** The pause before it is asked again; the next one is twice as long. */
    public static final long RESOLVER_RETRY_MS = 5_000;
    /** How often the pause doubles while there is no room for an answer: five minutes at most. */
    public static final int RESOLVER_DOUBLINGS_MAX = 6;
    /** Disputes of which is remembered how often was asked about them. */
    public static final int RESOLVER_STANDINGS_MAX = 4_096;
    /** Conflicts, with one more for each context, that a context lane keeps loaded; one context's are let in alone. */
    public static final int LANE_CONFLICTS_MAX = 2_048;
    /** Entries of one side that a conflict lists: a whole branch can be in conflict with one value. */
    public static final int CONFLICT_PARTS_MAX = 256;
    /** Bytes, roughly, of an entry whose value is kept in its conflicts as well; of a larger one only its stamp is. */
    public static final long CONFLICT_VALUE_BYTES_MAX = 64L << 10;
    /** Rough bytes of the values that the conflicts of a context keep together. */
    public static final long CONFLICTS_BYTES_MAX = 8L << 20;
    /** Values of so many bytes count like one more conflict in what a lane keeps in memory. */
    public static final long CONFLICT_BYTES_WEIGHT = 512;

    /** Numbers above the cumulative mark that a destination remembers per lane of an origin. */
    public static final int COMMITTED_AHEAD_MAX = 4_096;

    /** Inputs that wait for a context lane: publishers get 429 beyond it, transports stop fetching. */
    public static final int LANE_QUEUE_MAX = 1_024;
    /** Bytes of contexts that a context lane keeps loaded. */
    public static final long LANE_CACHE_BYTES_MAX = 4L << 20;
    /** Bytes of committed log records kept in memory for each destination lane. */
    public static final long LOG_TAIL_BYTES_MAX = 4L << 20;

    /** Size of a site's store, log and history included, from which on publishers are turned away: the log drops nothing. */
    public static final long STORE_BYTES_MAX = 256L << 30;
    /** Batches that wait for a store; beyond it {@code commit} waits. */
    public static final int STORE_QUEUE_BATCHES_MAX = 8_192;
    /** Bytes of batches that wait for a store; one larger batch is let in alone. */
    public static final long STORE_QUEUE_BYTES_MAX = 32L << 20;
    /** Waiting batches are written and synced together up to this size: larger groups would only delay their first batch. */
    public static final long STORE_GROUP_BYTES_MAX = 4L << 20;

    /** Log records that one step of a context lane trims: the rest waits for the next round. */
    public static final int TRIM_RECORDS_MAX = 4_096;
    /** Items of a context's history that one step of a context lane tidies. */
    public static final int TIDY_ROWS_MAX = 2_048;
    /** Increments that one event puts into sums (L16): an event for fewer would cost as much as it saves. */
    public static final int FOLD_SOURCES_MIN = 8;

    /** At most so many: what they were is remembered until all sites know the sum. */
    public static final int FOLD_SOURCES_MAX = 4_096;
    /** How long the second in turn waits for the first one to remove what has expired (L16), and so on. */
    public static final long PURGE_TURN_MS = 10 * 60_000;
    /** Entries that one such event names: the rest goes by their origins. */
    public static final int PURGE_REMOVALS_MAX = 1 << 16;

    /** Empty dots at the end of a context's history that are kept: they tell no time. */
    public static final int EMPTY_HISTORY_KEPT = 1_024;
    /** How long the history of a context is kept, unless a site is configured otherwise. */
    public static final long HISTORY_MS = 30L * 24 * 60 * 60 * 1_000;
    /** The shortest time for which a site may be configured to keep it: clients that ask again within a day are answered (L1). */
    public static final long HISTORY_MS_MIN = 24L * 60 * 60 * 1_000;
    /** How often a site looks through all contexts for history that is older. */
    public static final long TIDY_MS = 60_000;
    /** How often a site looks what may be trimmed. */
    public static final long TRIM_MS = 1_000;

    /** Publishes that wait for what one tier of one link has delivered; others are answered when their time is over. */
    public static final int DURABILITY_WAITS_MAX = 1_024;

    /** Changes of a watched type that are kept for watchers who come back; each is as large as a version, not as a document. */
    public static final int TYPE_CHANGES_KEPT = 1_024;
    /** Contexts of a watched type whose expiry is told; of more it is not. */
    public static final int TYPE_EXPIRIES_KEPT = 100_000;
    /** Types that were watched and are kept for those who come back; beyond it the unwatched ones are dropped. */
    public static final int TYPE_JOURNALS_MAX = 256;

    /** A change of members is known everywhere after this: what still depends on a region that is no member then depends on one that has gone. */
    public static final long STRANGER_MS = 60_000;

    /** A peer's event further ahead of the site clock than this is parked (L7). */
    public static final long DRIFT_MS_MAX = 60_000;
    /**
     * The wall clock is reported when it is off by this: less is caught up with within a minute, and clocks that are read in whole
     * milliseconds and set by time services are off by a few all the time.
     */
    public static final long CLOCK_STEP_ALARM_MS = 500;
    /** How often a site tells its peers what it has sent and committed. */
    public static final long HEARTBEAT_MS = 1_000;
    /** How often a site reserves time for its clock in the store, for a start whose wall clock is behind. */
    public static final long CLOCK_NOTE_MS = 1_000;
    /** How far ahead time is reserved: a store that takes no commits for so long stops the site clock, and with it nothing else. */
    public static final long CLOCK_RESERVE_MS = 3_000;
    /** Silence after which a peer is suspect, unless a site is configured otherwise; so with the next two. */
    public static final long SUSPECT_AFTER_MS = 5_000;
    /** Silence after which a peer counts as partitioned. */
    public static final long PARTITIONED_AFTER_MS = 15_000;
    /** Silence of a peer after which somebody is alerted. */
    public static final long ALERT_AFTER_MS = 30_000;
    /** Silence of a member after which no log is kept for it (L16). */
    public static final long EVICT_AFTER_MS = 7L * 24 * 60 * 60 * 1_000;
    /** A number that is missing for this long is asked for again; shorter would ask for what is still on its way. */
    public static final long RESEND_AFTER_MS = 1_500;

    /** Contexts of an area up to which they are named in a comparison, instead of the hashes of the area's parts (L14). */
    public static final int RECONCILED_CONTEXTS_MAX = 32;
    /** Areas that one message of a comparison asks of, so that the answer stays small. */
    public static final int RECONCILED_AREAS_MAX = 16;
    /** Runs of declined dots that are told of one context in a comparison; more look like a difference each time. */
    public static final int RECONCILED_DECLINED_MAX = 16;
    /** Contexts of an area that are held in memory for a comparison; what is left out is found the next time. */
    public static final int RECONCILED_HELD_MAX = 4_096;
    /** Contexts that one look of a comparison may have restated; the next look finds the rest. */
    public static final int REPAIRED_CONTEXTS_MAX = 1_024;
    /** How often a site compares its entries with what a peer holds of them, unless it is configured otherwise. */
    public static final long REPAIR_EVERY_MS = 10 * 60_000;
    /** An unanswered question of a comparison is asked again after this long. */
    public static final long REPAIR_RETRY_MS = 5_000;
    /** Questions that may stay unanswered one after the other until a comparison is given up for now. */
    public static final int REPAIR_TRIES_MAX = 3;
    /** Questions of one comparison; what is not compared by then is looked at the next time. */
    public static final int REPAIR_QUESTIONS_MAX = 8_192;
    /** Rows of an area that are read for one question, beyond which its parts are told. */
    public static final int RECONCILED_ROWS_MAX = 4_096;

    private Limits() {}

    static {
        require(
                DOCUMENT_BYTES_MAX + 24L * EVENT_ADDITIONS_MAX < CHANGE_BYTES_MAX,
                "a largest document must fit into a change, and so into an item and an envelope");
        require(EVENT_ADDITIONS_MAX <= EVENT_ENTRIES_MAX, "what a change may add must be readable at every site");
        require(ENVELOPE_BYTES_MAX < REASSEMBLY_BYTES_MAX, "a largest envelope must fit into reassembly");
        require(ENVELOPE_BYTES_MAX <= WINDOW_BYTES_MAX, "a largest envelope must fit into the window");
        require(
                FRAMES_MAX * (long) CHUNK_BYTES >= ENVELOPE_BYTES_MAX,
                "a largest envelope must be cuttable into frames of one chunk");
        require(
                (TURNED_AWAY_CONTEXTS_MAX + 2 * TURNED_AWAY_NUMBERS_MAX) * Long.BYTES <= CONTROL_BYTES_MAX / 2,
                "what was turned away must fit into a heartbeat beside the rest");
        require(ENVELOPE_ITEMS_MAX <= TURNED_AWAY_CONTEXTS_MAX, "all contexts of a number must fit into a heartbeat");
        require(TURNED_AWAY_RETRY_MS > HEARTBEAT_MS, "a context is offered again only after an answer could have come");
        require(WINDOW_ENVELOPES_MAX <= COMMITTED_AHEAD_MAX, "a destination must remember what an origin may send");
        require(STORE_GROUP_BYTES_MAX <= STORE_QUEUE_BYTES_MAX, "a full group must fit into the store's queue");
        require(
                RECONCILED_AREAS_MAX * RECONCILED_CONTEXTS_MAX * (64 + 20 * RECONCILED_DECLINED_MAX)
                        <= CONTROL_BYTES_MAX,
                "an answer of a comparison must fit into a control message");
        require(RESEND_AFTER_MS > HEARTBEAT_MS, "a number is asked for only after a heartbeat could have confirmed it");
    }

    private static void require(boolean holds, String relation) {
        if (!holds) {
            throw new ExceptionInInitializerError(relation);
        }
    }
}
