package io.crossweave.core.context;

import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.reconcile.SetHash;
import io.crossweave.core.reconcile.SetHashKey;
import io.crossweave.core.rows.ContextRows;
import io.crossweave.core.rows.SumRows;
import io.crossweave.core.state.ContextState;
import io.crossweave.core.stored.StoredSum;
import io.crossweave.core.wire.stored.SumKeys.Scope;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks at a context whose rows are not what their hashes say (L14). What is damaged is given up, and the hashes say from then on what is
 * really held: that is how an origin finds out, and restates it. This site's own entries nobody else can restate; they are made
 * again from its history, and only where the result is what the hash says.
 */
final class Recounting {
    private final String region;
    private final ContextRows rows;
    private final SumRows sums;
    private final SetHashKey hashes;

    Recounting(LaneSettings settings, ContextRows rows, SumRows sums) {
        this.region = settings.site().region();
        this.rows = rows;
        this.sums = sums;
        this.hashes = settings.hashes();
    }

    /** Whether nothing of a context has to be counted again, as far as the last step left it. */
    boolean isSound(ContextState state) {
        ContextKey key = state.key();
        return sums.areAsSaid(key, state.vector(), sums.entryRows(key), hashes);
    }

    /**
     * Counts a context again that this step has not changed yet.
     *
     * @return whether anything in its rows is another than before, so that it has to be read again
     */
    boolean recount(LaneStep step, ContextState state) {
        ContextKey key = state.key();
        SumRows.EntryRows lying = sums.entryRows(key);
        var truth = new TreeMap<SiteId, SetHash>();
        for (int i = 0; i < state.vector().size(); i++) {
            truth.put(state.vector().siteAt(i), SetHash.ZERO);
        }
        truth.putAll(of(key, lying.sound()));
        lying.damaged().forEach(id -> rows.changesInto(step.batch(), key).entryRemoved(id));
        boolean changed = !lying.damaged().isEmpty();
        for (Map.Entry<SiteId, SetHash> part : truth.entrySet()) {
            StoredSum said = sums.of(new Scope.Held(part.getKey()), key);
            if (!said.hash().equals(part.getValue())) {
                changed = true;
                SetHash now = part.getKey().region().equals(region)
                        ? rebuilt(step, key, part.getKey(), part.getValue())
                        : part.getValue();
                step.sums().change(key, part.getKey(), now.minus(said.hash()));
            }
        }
        return changed;
    }

    private Map<SiteId, SetHash> of(ContextKey key, Collection<EntryId> ids) {
        var parts = new TreeMap<SiteId, SetHash>();
        var entries = new TreeMap<SiteId, SetHashKey.Entries>();
        for (EntryId id : ids) {
            SiteId origin = id.dot().site();
            SetHash hash = entries.computeIfAbsent(origin, each -> hashes.entries(key, each))
                    .of(id.dot().counter(), id.ordinal());
            parts.merge(origin, hash, SetHash::plus);
        }
        return parts;
    }

    /** Puts the entries of one of this site's lives back as its history says; what the rows are to say then. */
    private SetHash rebuilt(LaneStep step, ContextKey key, SiteId site, SetHash lying) {
        StoredSum said = sums.of(new Scope.Held(site), key);
        var history = new OwnEntries(site, hashes.entries(key, site));
        rows.forEachHistory(key, (item, sequence) -> history.look(item));
        var sound = new TreeSet<EntryId>();
        SumRows.EntryRows found = sums.entryRows(key);
        found.sound().stream().filter(id -> id.dot().site().equals(site)).forEach(sound::add);
        // A row that is damaged says of which entry it was, and what that entry said stands in history as long as it
        // lives.
        var lay = new TreeSet<>(sound);
        found.damaged().stream().filter(history::has).forEach(lay::add);
        boolean complete =
                found.damaged().stream().allMatch(id -> !id.dot().site().equals(site) || history.has(id));
        // Where the hash itself is gone, history can't replace it: what removed an entry may be tidied away, and the
        // entry would be back.
        Optional<Set<EntryId>> right = !said.equals(StoredSum.NONE)
                ? right(history, lay, said, lying)
                : Optional.<Set<EntryId>>of(lay).filter(all -> complete);
        SetHash now = right.map(history::of).orElse(said.hash());
        if (right.isEmpty()) {
            // Nobody knows what is right. The hash stays as it is: from such a context no peer's copy is mended.
            step.then(new AfterCommit.Alarm("damaged", "this site's own entries of a context can't be made again"));
        }
        put(step, key, history, sound, right.orElse(lay));
        return now;
    }

    /** Makes the rows of this site's entries those that are to be there. */
    private void put(LaneStep step, ContextKey key, OwnEntries history, Set<EntryId> sound, Set<EntryId> right) {
        var changes = rows.changesInto(step.batch(), key);
        for (EntryId id : sound) {
            if (!right.contains(id)) {
                changes.entryRemoved(id);
            }
        }
        for (EntryId id : right) {
            if (!sound.contains(id)) {
                changes.entryAdded(history.entry(id));
            }
        }
    }

    private static Optional<Set<EntryId>> right(OwnEntries history, Set<EntryId> lay, StoredSum said, SetHash lying) {
        if (history.of(lay).equals(said.hash())) {
            return Optional.of(lay);
        }
        Set<EntryId> live = history.live();
        SetHash hash = history.of(live);
        if (hash.equals(said.hash()) || hash.equals(lying)) {
            return Optional.of(live);
        }
        return history.near(lay, said.hash());
    }
}
