package io.crossweave.core.state;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.document.JsonObject;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.gateway.ContextView;
import io.crossweave.core.gateway.ContextView.Concealment;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.ContextType;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.Labels;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.core.stored.Sharer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
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

    private final TreeSet<Dot> losingTwins = new TreeSet<>();
    /** By region, with this site's counter when it was added. */
    private final TreeMap<String, Long> sharers = new TreeMap<>();

    private VersionVector vector = VersionVector.EMPTY;
    private @Nullable DeleteStamp deleteStamp;
    private Hlc greatestHlc = Hlc.ZERO;
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
        return greatestHlc;
    }

    public Labels labels() {
        return labels;
    }

    /** The regions that share the context now; a copy. */
    public SortedSet<String> sharersNow() {
        return new TreeSet<>(sharers.keySet());
    }

    public boolean sharesWith(String region) {
        return sharers.containsKey(region);
    }

    public SortedSet<Dot> losingTwins() {
        return Collections.unmodifiableSortedSet(losingTwins);
    }

    public SortedSet<EntryId> awaitedRemovals() {
        return Collections.unmodifiableSortedSet(awaitedRemovals);
    }

    public @Nullable DeleteStamp deleteStamp() {
        return deleteStamp;
    }

    public long nextSequence() {
        return nextSequence;
    }

    public @Nullable String lastEventId() {
        return lastEventId;
    }

    public @Nullable SiteId lastSite() {
        return lastSite;
    }

    public @Nullable JsonObject document() {
        return entries.tree().document();
    }

    LiveEntries entries() {
        return entries;
    }

    /** All live entries, shown or not, by id. */
    public NavigableMap<EntryId, Entry> live() {
        return Collections.unmodifiableNavigableMap(entries.all());
    }

    /** Ids of the live entries of one dot. */
    public List<EntryId> liveOf(Dot dot) {
        return entries.idsOf(dot);
    }

    /** Roughly the heap that this state takes, in bytes. */
    public long weight() {
        return entries.weight();
    }

    /** What the context shows now; null where nothing of it was ever applied here. */
    public @Nullable ContextView view() {
        if (lastSite == null) {
            return null;
        }
        Concealment concealment =
                holes.hasRuns() ? Concealment.EVENTS : holes.hasIds() ? Concealment.ENTRIES : Concealment.NOTHING;
        return new ContextView(key, vector, document(), greatestHlc, lastEventId, lastSite, concealment);
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
    }

    private void applyEvent(StampedEvent event, StateChanges changes) {
        Dot dot = event.dot();
        greatestHlc = greatestHlc.max(event.stamp().hlc());
        lastEventId = event.stamp().eventId();
        labels = labels.join(event.labels());
        event.removals().forEach(id -> remove(id, changes));
        if (event.deletes()) {
            raiseDeleteStamp(new DeleteStamp(event.stamp().hlc(), dot.site()));
        }
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
        holes.addRun(first, placeholder.lastCounter());
        changes.holeRunAdded(first, placeholder.lastCounter());
        placeholder.removals().forEach(id -> remove(id, changes));
        if (placeholder.deleteStamp().packed() > 0) {
            greatestHlc = greatestHlc.max(placeholder.deleteStamp());
            raiseDeleteStamp(new DeleteStamp(placeholder.deleteStamp(), first.site()));
        }
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

    private void raiseDeleteStamp(DeleteStamp stamp) {
        if (deleteStamp == null || stamp.compareTo(deleteStamp) > 0) {
            deleteStamp = stamp;
            entries.hide(entries.all().values().stream()
                    .filter(entry -> entry.isHiddenBy(stamp))
                    .toList());
        }
    }

    /** The view no longer counts the entries of this dot: another dot of the same client event goes before it (L1). */
    public void hideTwin(Dot loser) {
        if (losingTwins.add(loser)) {
            entries.hide(List.copyOf(entries.of(loser)));
        }
    }

    // ---- sharing and loading ---------------------------------------------------------------------------------------

    /**
     * Adds sharers; answers those that are new.
     *
     * @param ownCounter this site's counter in the context now
     */
    public SortedSet<String> addSharers(SortedSet<String> regions, long ownCounter) {
        var added = new TreeSet<String>();
        regions.forEach(region -> {
            if (sharers.putIfAbsent(region, ownCounter) == null) {
                added.add(region);
            }
        });
        return added;
    }

    /** Puts back what the store holds of the context besides its entries and holes; before those. */
    public void restore(ContextMeta stored) {
        vector = stored.vector();
        deleteStamp = stored.deleteStamp();
        greatestHlc = stored.greatestHlc();
        labels = stored.labels();
        stored.sharers().forEach(sharer -> sharers.put(sharer.region(), sharer.sinceCounter()));
        awaitedRemovals.addAll(stored.awaitedRemovals());
        losingTwins.addAll(stored.losingTwins());
        nextSequence = stored.nextSequence();
        lastEventId = stored.lastEventId();
        lastSite = stored.lastSite();
    }

    /** Puts a live entry in its place. */
    public void restore(Entry entry) {
        if (losingTwins.contains(entry.id().dot()) || (deleteStamp != null && entry.isHiddenBy(deleteStamp))) {
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
        var shared = new ArrayList<Sharer>(sharers.size());
        sharers.forEach((region, since) -> shared.add(new Sharer(region, since)));
        return new ContextMeta(
                vector,
                deleteStamp,
                greatestHlc,
                labels,
                shared,
                new ArrayList<>(awaitedRemovals),
                new ArrayList<>(losingTwins),
                nextSequence,
                lastEventId,
                lastSite);
    }
}
