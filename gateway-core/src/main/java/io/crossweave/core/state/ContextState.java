package io.crossweave.core.state;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.document.JsonPointer;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.Restatement;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.core.stored.LosingTwin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a site holds of one context. Mutable, owned by one context lane.
 *
 * <p>{@link #apply} expects items in causal order, each dot once; the lane sees to that. Union of entries minus union of removals is
 * commutative, associative and idempotent, so sites with the same projection hold the same entries whatever the order (L2).
 */
public final class ContextState {
    private final ContextKey key;
    private final ContextType type;
    private final LiveEntries entries;
    private final Holes holes = new Holes();
    /** Removals of entries that are not here yet (L3): remembered until the dot is here and its hole is filled. */
    private final TreeSet<EntryId> awaitedRemovals = new TreeSet<>();

    private final LosingTwins losingTwins = new LosingTwins();
    private final Sharers sharers = new Sharers();
    private final Projections projections = new Projections();
    private VersionVector vector = VersionVector.EMPTY;
    private final ContextLife life = new ContextLife();
    private Labels labels = Labels.NONE;
    private long nextSequence = 1;
    private @Nullable String lastEventId;
    private @Nullable SiteId lastSite;

    public ContextState(ContextKey key, ContextType type) {
        this.key = key;
        this.type = type;
        this.entries = new LiveEntries(type);
    }

    // ---- reading -------------------------------------------------------------------------------------------------

    public ContextKey key() {
        return key;
    }

    public ContextType type() {
        return type;
    }

    public VersionVector vector() {
        return vector;
    }

    public Hlc greatestHlc() {
        return life.greatestHlc();
    }

    public Labels labels() {
        return labels;
    }

    /** The regions that share the context now; a copy. */
    public SortedSet<String> sharersNow() {
        return sharers.regionsNow();
    }

    public boolean sharesWith(String region) {
        return sharers.contains(region);
    }

    /** Dots that another dot of the same client event goes before; a copy. */
    public SortedSet<Dot> losingTwins() {
        return losingTwins.dots();
    }

    /** Whether a dot is one of several of a client event (L1). */
    public boolean isTwin(Dot dot) {
        return losingTwins.isTwin(dot);
    }

    /** Whether anything is withheld here. */
    public boolean hasHoles() {
        return holes.concealment() != ContextView.Concealment.NOTHING;
    }

    /** Whether something of a dot is withheld here. */
    public boolean hasHole(Dot dot) {
        return holes.containsDot(dot)
                || !holes.idsOf(dot.site(), dot.counter(), dot.counter()).isEmpty();
    }

    public SortedSet<EntryId> awaitedRemovals() {
        return Collections.unmodifiableSortedSet(awaitedRemovals);
    }

    public @Nullable DeleteStamp deleteStamp() {
        return life.deleteStamp();
    }

    /** When the context expires; null where no event said. */
    public @Nullable Expiry expiry() {
        return life.expiry();
    }

    public boolean isExpiredAt(long nowMs) {
        return nowMs >= expiresAtMs();
    }

    long expiresAtMs() {
        return life.expiresAtMs();
    }

    public long nextSequence() {
        return nextSequence;
    }

    /** The next place in the history. */
    public long takeSequence() {
        return nextSequence++;
    }

    /** The document whether it has expired or not. */
    public @Nullable JsonObject document() {
        return entries.tree().document();
    }

    /** The document as clients may see it: null where there is none, or where it has expired. */
    public @Nullable JsonObject documentAt(long nowMs) {
        return isExpiredAt(nowMs) ? null : document();
    }

    LiveEntries entries() {
        return entries;
    }

    /** All live entries, shown or not, by id. */
    public NavigableMap<EntryId, Entry> live() {
        return Collections.unmodifiableNavigableMap(entries.all());
    }

    /** Live entries of other dots that can't be shown beside this one (L6), but those of losing twins, standing or not. */
    public void forEachRival(Entry entry, Consumer<? super Entry> visit) {
        entries.forEachNear(entry, other -> {
            if (Rivals.collide(entry, other) && !losingTwins.contains(other.id().dot())) {
                visit.accept(other);
            }
        });
    }

    /** Ids of the live entries of one dot. */
    public List<EntryId> liveOf(Dot dot) {
        return entries.idsOf(dot);
    }

    /** What competes at a path; null where nothing is held there that a view counts. */
    public @Nullable Contest contestAt(JsonPointer path) {
        return entries.tree().contestAt(path);
    }

    /** Ids of the live entries of one dot that give way to another dot of the same client event. */
    public List<EntryId> givenWay(Dot dot) {
        return entries.idsOf(dot).stream().filter(losingTwins::hides).toList();
    }

    /** Roughly the heap that this state takes, in bytes. */
    public long weight() {
        return entries.weight();
    }

    /** What the context shows now; null where nothing of it was ever applied here. */
    public @Nullable ContextView view() {
        return lastSite == null ? null : Shown.of(this, lastEventId, lastSite, holes);
    }

    /** What the context shows after something was applied. */
    public ContextView requireView() {
        ContextView view = view();
        if (view == null) {
            throw new IllegalStateException("nothing was applied to the context yet");
        }
        return view;
    }

    // ---- applying ------------------------------------------------------------------------------------------------

    /** Takes the next item of its site. Its dot is the one after the vector's. */
    public void apply(CausalItem item, StateChanges changes) {
        SiteId site = item.dot().site();
        vector = vector.with(site, item.lastCounter());
        nextSequence++;
        lastSite = site;
        switch (item) {
            case StampedEvent event -> applyEvent(event, changes);
            case Placeholder placeholder -> applyPlaceholder(placeholder, changes);
        }
        if (life.apply(item)) {
            entries.hide(entries.all().values().stream().filter(life::hides).toList());
        }
    }

    private void applyEvent(StampedEvent event, StateChanges changes) {
        Dot dot = event.dot();
        lastEventId = event.stamp().eventId();
        labels = labels.join(event.labels());
        event.removals().forEach(id -> remove(id, changes));
        for (Addition addition : event.additions()) {
            Entry entry = Entry.of(event, addition);
            if (!awaitedRemovals.contains(entry.id())) {
                restore(entry);
                changes.entryAdded(entry);
            }
        }
        for (int ordinal : event.hidden()) {
            var hole = new EntryId(dot, ordinal);
            if (!awaitedRemovals.contains(hole)) {
                holes.add(hole);
                changes.holeAdded(hole);
            }
        }
        awaitedRemovals
                .subSet(EntryId.wholeDot(dot), true, new EntryId(dot, Integer.MAX_VALUE), true)
                .clear();
    }

    private void applyPlaceholder(Placeholder placeholder, StateChanges changes) {
        Dot first = placeholder.dot();
        lastEventId = null;
        // The run first: it may hold removals of what was added within it, and those wait for the hole to be filled.
        if (!placeholder.bare()) {
            holes.addRun(first, placeholder.lastCounter());
            changes.holeRunAdded(first, placeholder.lastCounter());
        }
        placeholder.removals().forEach(id -> remove(id, changes));
    }

    private void remove(EntryId id, StateChanges changes) {
        Entry entry = entries.get(id);
        if (entry != null) {
            entries.take(entry);
            changes.entryRemoved(id);
        } else if (holes.remove(id)) {
            changes.holeRemoved(id);
        } else if (!vector.covers(id.dot()) || holes.containsDot(id.dot())) {
            awaitedRemovals.add(id);
        }
    }

    /**
     * Takes what an origin says that this site may hold of its dots from now on (L11). The caller has seen to it that this is not of an
     * older policy than what it said before.
     */
    public RestatedState restate(Restatement restatement, StateChanges changes) {
        var held = new Restating.Held(entries, holes, awaitedRemovals);
        RestatedState restated = new Restating(this, held, restatement, changes).run();
        for (StampedEvent event : restated.filled()) {
            labels = labels.join(event.labels());
            if (life.apply(event)) {
                entries.hide(entries.all().values().stream().filter(life::hides).toList());
            }
        }
        if (restated.changed()) {
            projections.restated();
            // No client's change led to what shows now.
            lastEventId = null;
            lastSite = restatement.site();
        }
        return restated;
    }

    /**
     * Another dot of the same client event goes before this one (L1): the view no longer counts its entries except those that stand, and
     * those as if they had been written when the other one was.
     */
    public void loseTwin(LosingTwin loser) {
        losingTwins.lose(loser);
        for (Entry entry : List.copyOf(entries.of(loser.dot()))) {
            entries.take(entry);
            restore(entry);
        }
    }

    public Projections projections() {
        return projections;
    }

    /**
     * Adds sharers; answers those that are new.
     *
     * @param ownCounter this site's counter in the context now
     */
    public SortedSet<String> addSharers(SortedSet<String> regions, long ownCounter) {
        return sharers.add(regions, ownCounter);
    }

    /** Puts back what the store holds of the context besides its entries and holes; before those. */
    public void restore(ContextMeta stored) {
        vector = stored.vector();
        life.restore(stored);
        labels = stored.labels();
        sharers.restore(stored.sharers());
        awaitedRemovals.addAll(stored.awaitedRemovals());
        losingTwins.restore(stored.losingTwins());
        nextSequence = stored.nextSequence();
        lastEventId = stored.lastEventId();
        lastSite = stored.lastSite();
    }

    /** Puts a live entry in its place. */
    public void restore(Entry unranked) {
        Entry entry = losingTwins.ranked(unranked);
        if (losingTwins.hides(entry.id()) || life.hides(entry)) {
            entries.putUnshown(entry);
        } else {
            entries.putShown(entry);
        }
    }

    public void restoreHole(EntryId id) {
        holes.add(id);
    }

    public void restoreHoleRun(Dot first, long lastCounter) {
        holes.addRun(first, lastCounter);
    }

    /** What is stored of a context in one row, next to its entries and holes. */
    public ContextMeta meta() {
        return new ContextMeta(
                vector,
                life.deleteStamp(),
                life.expiry(),
                life.greatestHlc(),
                labels,
                sharers.stored(),
                new ArrayList<>(awaitedRemovals),
                losingTwins.stored(),
                nextSequence,
                lastEventId,
                lastSite);
    }
}
