package io.crossweave.core.context;

import io.crossweave.core.conflict.ConflictBook;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.LaneId;
import io.crossweave.core.model.Tier;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.LogRow;
import io.crossweave.core.spi.WriteBatch;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.state.StateChanges;
import io.crossweave.core.stored.EventIdRecord;
import io.crossweave.core.stored.LogRecord;
import io.crossweave.core.stored.LosingTwin;
import io.crossweave.core.stored.TidyMark;
import io.crossweave.core.wire.ItemCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One step of a lane in the making: its writes, what follows their commit, and what it has already decided but not yet committed. */
final class LaneStep {
    /** A client event id within its context. */
    private record EventName(ContextKey key, String eventId) implements Comparable<EventName> {
        @Override
        public int compareTo(EventName other) {
            int byKey = key.compareTo(other.key);
            return byKey != 0 ? byKey : eventId.compareTo(other.eventId);
        }
    }

    private final ContextRows rows;
    private final LaneLog log;
    private final LaneConflicts conflicts;
    private final StepSums sums;
    private final long nowMs;
    private final StepFolds folds;
    private final WriteBatch batch = new WriteBatch();
    private final List<AfterCommit> after = new ArrayList<>();
    private final Map<ContextKey, ContextState> changed = new TreeMap<>();
    private final Map<EventName, EventIdRecord> named = new TreeMap<>();
    private final Map<ContextKey, TidyMark> tidied = new TreeMap<>();
    /** What this step has written into histories. */
    private final Map<ContextKey, TreeMap<Long, CausalItem>> applied = new TreeMap<>();

    private int returnsTaken;

    LaneStep(ContextRows rows, LaneLog log, LaneConflicts conflicts, StepSums sums, long nowMs) {
        this.rows = rows;
        this.log = log;
        this.conflicts = conflicts;
        this.sums = sums;
        this.nowMs = nowMs;
        this.folds = new StepFolds(rows.folds());
    }

    long nowMs() {
        return nowMs;
    }

    WriteBatch batch() {
        return batch;
    }

    void then(AfterCommit follows) {
        after.add(follows);
    }

    Collection<ContextState> changed() {
        return changed.values();
    }

    Set<ContextKey> changedKeys() {
        return changed.keySet();
    }

    /** Writes what changes in the rows of a context. */
    StateChanges changes(ContextKey key) {
        return new CountedChanges(rows.changesInto(batch, key), sums, key);
    }

    StepSums sums() {
        return sums;
    }

    StepFolds folds() {
        return folds;
    }

    /** The context's one-row part is written at the end of the step, once. */
    void touch(ContextState state) {
        changed.put(state.key(), state);
    }

    /**
     * Applies the next item of its site and writes it into the context's history.
     *
     * @param encoded the item's stored form
     */
    void apply(ContextState state, CausalItem item, byte[] encoded) {
        long sequence = state.nextSequence();
        state.apply(item, changes(state.key()));
        conflicts.of(state.key()).applied(state, item);
        rows.putHistory(batch, state.key(), sequence, encoded);
        applied.computeIfAbsent(state.key(), key -> new TreeMap<>()).put(sequence, item);
        touch(state);
    }

    /** An item of a context's history; null where it is not kept any more. */
    @Nullable
    CausalItem inHistory(ContextKey key, long sequence) {
        CausalItem pending = applied.getOrDefault(key, new TreeMap<>()).get(sequence);
        return pending != null ? pending : rows.historyItem(key, sequence);
    }

    ConflictBook conflicts(ContextState state) {
        return conflicts.of(state.key());
    }

    /** Another dot of the same client event goes before this one (L1). */
    void loseTwin(ContextState state, LosingTwin loser) {
        state.loseTwin(loser);
        conflicts.of(state.key()).forget(loser.dot());
        touch(state);
    }

    /** Writes an item into the context's history that was not applied now but is known from now on. */
    void note(ContextState state, CausalItem item) {
        long sequence = state.takeSequence();
        rows.putHistory(batch, state.key(), sequence, ItemCodec.encode(item));
        applied.computeIfAbsent(state.key(), key -> new TreeMap<>()).put(sequence, item);
        touch(state);
    }

    /** Puts other items in the place of what the context's history holds. */
    void rewriteHistory(ContextKey key, UnaryOperator<CausalItem> rewrite) {
        TreeMap<Long, CausalItem> fresh = applied.computeIfAbsent(key, absent -> new TreeMap<>());
        rows.forEachHistory(key, (item, sequence) -> {
            if (!fresh.containsKey(sequence)) {
                rewrite(key, sequence, item, rewrite);
            }
        });
        fresh.replaceAll((sequence, item) -> rewrite(key, sequence, item, rewrite));
    }

    private CausalItem rewrite(ContextKey key, long sequence, CausalItem item, UnaryOperator<CausalItem> rewrite) {
        CausalItem rewritten = rewrite.apply(item);
        if (!rewritten.equals(item)) {
            rows.putHistory(batch, key, sequence, ItemCodec.encode(rewritten));
        }
        return rewritten;
    }

    @Nullable
    EventIdRecord eventId(ContextKey key, String eventId) {
        EventIdRecord pending = named.get(new EventName(key, eventId));
        return pending != null ? pending : rows.eventId(key, eventId);
    }

    void putEventId(ContextKey key, String eventId, EventIdRecord record) {
        named.put(new EventName(key, eventId), record);
        rows.putEventId(batch, key, eventId, record);
    }

    /** Notes where the body of an own dot stands in the history. */
    void putOwnDot(ContextKey key, long ownNumber, long sequence) {
        rows.putOwnDot(batch, key, ownNumber, sequence);
    }

    /** Appends a record to the lane's log. */
    void log(Tier tier, LogRecord record, @Nullable StampedEvent event, ContextState state) {
        LaneId lane = log.lane(tier);
        long position = log.next(tier);
        rows.putLog(batch, lane, position, record);
        if (asksForEarlier(record)) {
            putTidyMark(state.key(), tidyMark(state.key()).shared(position));
        }
        after.add(new AfterCommit.Logged(new LogRow(lane, position, record, event, state.sharersNow())));
    }

    /** Whether a region gets dots of before the record: what of them is stable elsewhere is not stable there. */
    private static boolean asksForEarlier(LogRecord record) {
        return switch (record) {
            case LogRecord.SharersAdded added -> added.ownCounter() > 0;
            case LogRecord.SendAgain _ -> true;
            case LogRecord.OwnEvent _, LogRecord.Restate _, LogRecord.Restated _ -> false;
        };
    }

    TidyMark tidyMark(ContextKey key) {
        TidyMark pending = tidied.get(key);
        return pending != null ? pending : rows.tidying().mark(key);
    }

    void putTidyMark(ContextKey key, TidyMark mark) {
        tidied.put(key, mark);
    }

    /** How many dots that were given back this step has let take their places. */
    int returnsTaken() {
        return returnsTaken;
    }

    void returnTaken() {
        returnsTaken++;
    }

    LaneOutput finish() {
        tidied.forEach((key, mark) -> rows.tidying().putMark(batch, key, mark));
        changed.values().forEach(state -> rows.putMeta(batch, state));
        changed.keySet().forEach(key -> conflicts.finish(this, key));
        folds.finish(batch);
        sums.finish(batch, nowMs);
        return new LaneOutput(batch, after);
    }
}
