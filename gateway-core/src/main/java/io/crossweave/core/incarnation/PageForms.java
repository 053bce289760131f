package io.crossweave.core.incarnation;

import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.rows.LifeRows;
import io.crossweave.core.rows.LinkRows;
import io.crossweave.core.stored.ReturnedItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of dots of lost lives once a page of a peer's is taken (L15). What is over at a peer was removed by something that it had
 * applied; where that is over as well and nobody tells any more what it removed, the last dots that are over do.
 */
final class PageForms {
    private final LifeRows rows;
    private final LinkRows links;
    private final String holder;
    private final Map<ContextKey, Map<Dot, ReturnedItem>> forms = new TreeMap<>();
    /** What is over at the peer and still live here, or in the form that another peer gave back. */
    private final Map<ContextKey, Set<EntryId>> gone = new TreeMap<>();

    PageForms(LifeRows rows, LinkRows links, String holder) {
        this.rows = rows;
        this.links = links;
        this.holder = holder;
    }

    /** One dot as the peer has it. */
    void take(CausalItem held) {
        ContextKey key = held.key();
        Dot dot = held.dot();
        if (links.vector(key).covers(dot)) {
            if (FullestForm.isOver(held)) {
                gone(key, links.liveOf(key, dot.site(), dot.counter(), dot.counter()));
            }
            return;
        }
        @Nullable ReturnedItem before = before(key, dot);
        ReturnedItem joined = FullestForm.join(before, held, holder);
        put(joined);
        if (FullestForm.isOver(joined.item())) {
            gone(key, additions(held));
            gone(key, before == null ? Set.of() : additions(before.item()));
        }
    }

    private void gone(ContextKey key, Set<EntryId> ids) {
        if (!ids.isEmpty()) {
            gone.computeIfAbsent(key, absent -> new TreeSet<>()).addAll(ids);
        }
    }

    private static Set<EntryId> additions(CausalItem item) {
        var ids = new TreeSet<EntryId>();
        if (item instanceof StampedEvent event) {
            event.additions().forEach(addition -> ids.add(new EntryId(event.dot(), addition.ordinal())));
        }
        return ids;
    }

    private @Nullable ReturnedItem before(ContextKey key, Dot dot) {
        ReturnedItem here = forms.getOrDefault(key, Map.of()).get(dot);
        return here == null ? rows.returned(key, dot) : here;
    }

    private void put(ReturnedItem form) {
        forms.computeIfAbsent(form.item().key(), absent -> new TreeMap<>())
                .put(form.item().dot(), form);
    }

    /** All that is another than before. */
    List<ReturnedItem> all() {
        gone.forEach((key, ids) ->
                lastOver(key).values().forEach(over -> put(FullestForm.join(over, naming(over.item(), ids), holder))));
        var all = new ArrayList<ReturnedItem>();
        forms.values().forEach(dots -> all.addAll(dots.values()));
        return all;
    }

    private static Placeholder naming(CausalItem over, Set<EntryId> ids) {
        return new Placeholder(over.key(), over.dot(), over.dot().counter(), List.copyOf(ids), Hlc.ZERO, null, true);
    }

    /** Of each lost life: whoever has applied this one has applied all that are over before it. */
    private Map<SiteId, ReturnedItem> lastOver(ContextKey key) {
        var all = new TreeMap<Dot, ReturnedItem>();
        rows.forEachReturned(key, null, returned -> {
            all.put(returned.item().dot(), returned);
            return true;
        });
        all.putAll(forms.getOrDefault(key, Map.of()));
        var last = new TreeMap<SiteId, ReturnedItem>();
        all.forEach((dot, returned) -> {
            if (FullestForm.isOver(returned.item())) {
                last.put(dot.site(), returned);
            }
        });
        return last;
    }
}
