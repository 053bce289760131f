package io.crossweave.core.rows;

import io.crossweave.core.causality.VersionVector;
import io.crossweave.core.event.Addition;
import io.crossweave.core.event.CausalItem;
import io.crossweave.core.event.Expiry;
import io.crossweave.core.event.Placeholder;
import io.crossweave.core.event.StampedEvent;
import io.crossweave.core.limits.Limits;
import io.crossweave.core.model.ContextKey;
import io.crossweave.core.model.Dot;
import io.crossweave.core.model.EntryId;
import io.crossweave.core.model.Hlc;
import io.crossweave.core.model.SiteId;
import io.crossweave.core.stored.ContextMeta;
import io.crossweave.core.stored.DeleteStamp;
import io.crossweave.core.wire.ItemCodec;
import io.crossweave.core.wire.stored.StoreKeys;
import io.crossweave.core.wire.stored.StoredNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a context's state says of a region's dots that have left its history (L16): that they are over, or withheld, and what they must have
 * removed, since no item that is left did.
 */
final class TidiedRows {
    private final StoredRows rows;

    TidiedRows(StoredRows rows) {
        this.rows = rows;
    }

    /** Empty forms of the region's dots that history no longer has; the last one of each of its lives names what is gone. */
    List<CausalItem> of(ContextKey key, String region) {
        ContextMeta meta = rows.meta(key);
        if (meta == null
                || rows.tidyMark(key).trimmedSequence() == 0
                || meta.vector().countOf(region) == 0) {
            return List.of();
        }
        return new Context(key, region, meta).forms();
    }

    private final class Context {
        private final ContextKey key;
        private final String region;
        private final ContextMeta meta;
        private final SortedSet<Dot> inHistory = new TreeSet<>();
        private final SortedSet<EntryId> gone = new TreeSet<>();
        private final SortedSet<Dot> partlyHidden = new TreeSet<>();
        private final TreeMap<Dot, Long> hidden = new TreeMap<>();

        Context(ContextKey key, String region, ContextMeta meta) {
            this.key = key;
            this.region = region;
            this.meta = meta;
            // First what was, then what still is: what goes meanwhile is gone.
            history();
            rows.scan(StoreKeys.entries(key), (row, value) -> {
                EntryId live = StoreKeys.entryId(key, row);
                gone.remove(live);
                partlyHidden.add(live.dot());
                return true;
            });
            rows.scan(StoreKeys.holes(key), (row, value) -> {
                EntryId hole = StoreKeys.entryId(key, row);
                if (hole.isWholeDot()) {
                    hidden.put(hole.dot(), StoredNumber.decode(value));
                } else {
                    partlyHidden.add(hole.dot());
                }
                return true;
            });
        }

        private void history() {
            var removed = new TreeSet<EntryId>();
            rows.scan(StoreKeys.historyFrom(key, 0), (row, value) -> {
                CausalItem item = ItemCodec.decodeCausal(value);
                if (item.dot().site().region().equals(region)) {
                    for (long counter = item.dot().counter(); counter <= item.lastCounter(); counter++) {
                        inHistory.add(new Dot(item.dot().site(), counter));
                    }
                }
                switch (item) {
                    case StampedEvent event -> {
                        removed.addAll(event.removals());
                        for (Addition addition : event.additions()) {
                            gone.add(new EntryId(event.dot(), addition.ordinal()));
                        }
                    }
                    case Placeholder placeholder -> removed.addAll(placeholder.removals());
                }
                return true;
            });
            gone.removeAll(removed);
        }

        List<CausalItem> forms() {
            var forms = new ArrayList<CausalItem>();
            VersionVector vector = meta.vector();
            for (int i = 0; i < vector.size(); i++) {
                SiteId site = vector.siteAt(i);
                if (site.region().equals(region)) {
                    formsOf(site, vector.get(site), forms);
                }
            }
            return forms;
        }

        private void formsOf(SiteId site, long lastCounter, List<CausalItem> forms) {
            long last = lastCounter;
            while (last > 0 && !isOver(new Dot(site, last))) {
                last--;
            }
            long counter = 1;
            while (counter <= lastCounter) {
                var first = new Dot(site, counter);
                long end = counter;
                if (counter == last) {
                    forms.add(lastOver(first));
                } else if (!inHistory.contains(first)) {
                    boolean over = isOver(first);
                    while (end + 1 <= lastCounter
                            && end + 1 != last
                            && end - counter + 1 < Limits.PLACEHOLDER_DOTS_MAX
                            && !inHistory.contains(new Dot(site, end + 1))
                            && isOver(new Dot(site, end + 1)) == over) {
                        end++;
                    }
                    forms.add(new Placeholder(key, first, end, List.of(), Hlc.ZERO, null, over));
                }
                counter = end + 1;
            }
        }

        private boolean isOver(Dot dot) {
            var run = hidden.floorEntry(dot);
            boolean withheld = run != null && run.getKey().site().equals(dot.site()) && run.getValue() >= dot.counter();
            return !inHistory.contains(dot) && !withheld && !partlyHidden.contains(dot);
        }

        private Placeholder lastOver(Dot dot) {
            DeleteStamp stamp = meta.deleteStamp();
            Expiry expiry = meta.expiry();
            return new Placeholder(
                    key,
                    dot,
                    dot.counter(),
                    gone.stream().limit(Limits.GONE_NAMED_MAX).toList(),
                    stamp != null && stamp.site().equals(dot.site()) ? stamp.hlc() : Hlc.ZERO,
                    expiry != null && expiry.site().equals(dot.site()) ? expiry : null,
                    true);
        }
    }
}
