package io.crossweave.core.context;

import io.crossweave.core.event.Placeholder;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.ReturnedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Dots of lost lives of this site that peers gave back and that have not found their place yet (L15). They stay in a table of their own
 * until all that they depend on is here, however many they are.
 */
final class LaneReturns {
    private final int shard;
    private final LifeRows rows;
    /** Whether there may be any. */
    private boolean some;
    /** The last context that was looked at because time has passed; null before the first. */
    private @Nullable ContextKey looked;
    /** Contexts in which some wait for what others have: so many that what they wait for can be told. */
    private final TreeSet<ContextKey> waiting = new TreeSet<>();

    LaneReturns(int shard, LifeRows rows) {
        this.shard = shard;
        this.rows = rows;
        this.some = true;
    }

    /** Of each lost life the dot of a context that is next, as committed. */
    List<ReturnedItem> heads(ContextState state) {
        var heads = new ArrayList<ReturnedItem>();
        ReturnedItem next = some ? first(state.key(), null) : null;
        while (next != null) {
            SiteId site = next.item().dot().site();
            long wanted = state.vector().get(site) + 1;
            ReturnedItem head = next.item().dot().counter() < wanted ? first(state.key(), new Dot(site, wanted)) : next;
            if (head != null && head.item().dot().equals(new Dot(site, wanted))) {
                heads.add(head);
            }
            next = first(state.key(), new Dot(site, Long.MAX_VALUE));
        }
        return heads;
    }

    private @Nullable ReturnedItem first(ContextKey key, @Nullable Dot from) {
        var first = new ReturnedItem[1];
        rows.forEachReturned(key, from, returned -> {
            first[0] = returned;
            return false;
        });
        return first[0];
    }

    /** A dot has found its place. */
    void remove(LaneStep step, ReturnedItem returned) {
        rows.deleteReturned(step.batch(), returned.item().key(), returned.item().dot());
    }

    /** Some contexts with such dots, others each time. */
    List<ContextKey> lookAtSome() {
        var keys = new ArrayList<ContextKey>();
        ContextKey behind = looked;
        while (some && keys.size() < Limits.RETURNS_CONTEXTS_MAX) {
            ContextKey next = context(behind);
            if (next == null) {
                some = !keys.isEmpty() || behind != null;
                behind = null;
                break;
            }
            keys.add(next);
            behind = next;
        }
        looked = behind;
        return keys;
    }

    /** Where some wait for what is not here, as far as that was looked at. */
    Set<ContextKey> waiting() {
        return Set.copyOf(waiting);
    }

    /** Notes whether some still wait where it was looked at. */
    void looked(ContextState state) {
        if (heads(state).isEmpty()) {
            waiting.remove(state.key());
        } else if (waiting.size() < Limits.NEEDS_MAX) {
            waiting.add(state.key());
        }
    }

    private @Nullable ContextKey context(@Nullable ContextKey behind) {
        var found = new ContextKey[1];
        if (behind == null) {
            rows.forEachReturned(shard, returned -> {
                found[0] = returned.item().key();
                return false;
            });
        } else {
            rows.forEachReturnedBehind(shard, behind, returned -> {
                found[0] = returned.item().key();
                return false;
            });
        }
        return found[0];
    }

    /** Something waits for a dot of a lost life: up to it all dots are empty that nobody gave back. */
    void settle(LaneStep step, ContextState state, Dot needed) {
        long last = state.vector().get(needed.site());
        var given = new TreeSet<Long>();
        rows.forEachReturned(state.key(), new Dot(needed.site(), last + 1), returned -> {
            boolean same = returned.item().dot().site().equals(needed.site());
            if (same) {
                given.add(returned.item().dot().counter());
            }
            return same;
        });
        for (long counter = last + 1; counter <= needed.counter(); counter++) {
            if (!given.contains(counter)) {
                var dot = new Dot(needed.site(), counter);
                var empty = new Placeholder(state.key(), dot, counter, List.of(), Hlc.ZERO);
                rows.putReturned(step.batch(), new ReturnedItem(empty, new TreeSet<>()));
                some = true;
            }
        }
    }
}
